// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.VectorSupport;

/**
 * The block of C that a kernel keeps in registers.
 *
 * @param doubles whether the elements are doubles, else floats
 * @param bits the width of the vectors, {@link VectorSupport#SCALAR} for single elements
 * @param rows the number of rows
 * @param columns the number of columns, a multiple of the vector's lanes
 */
public record RegisterBlock(boolean doubles, int bits, int rows, int columns) {
  /**
   * Returns the block that suits a product of {@code m × n}.
   *
   * <p>A processor with vectors of 512 bits has 32 registers, which hold 4 rows of 4 vectors or 8
   * rows of 3; one with narrower vectors, or none, is taken to have 16, which hold 4 rows of 3 or 6
   * rows of 2. Lower blocks read B more often, but may overshoot {@code m} by less.
   *
   * <p>There would be room for 6 rows of 4 vectors, which are as fast at best. But C2 keeps an
   * offset for each row, runs out of general registers, and then may move some from vector
   * registers in every step, which makes the block slower by up to a third.
   */
  static RegisterBlock fit(boolean doubles, int bits, int m, int n) {
    int vectors = vectors(bits, Blocking.parts(n, lanes(doubles, bits)));
    // A row more to compute costs as much as to read a row of B.
    int rows = rows(m, mostRows(bits, vectors), 2);
    return new RegisterBlock(doubles, bits, rows, vectors * lanes(doubles, bits));
  }

  /**
   * Returns the block that suits a product of {@code m × n} with copies of both operands, which
   * need few general registers: of the same width, and as high as there are vector registers, 6
   * rows of 4 vectors of 512 bits.
   */
  static RegisterBlock tall(boolean doubles, int bits, int m, int n) {
    int vectors = vectors(bits, Blocking.parts(n, lanes(doubles, bits)));
    int rows = rows(m, (bits == 512 ? 24 : 12) / vectors, 1);
    return new RegisterBlock(doubles, bits, rows, vectors * lanes(doubles, bits));
  }

  /**
   * Returns the height of which blocks over {@code m} rows take least.
   *
   * @param once what a block takes for itself and once in a step, in halves of a row
   */
  private static int rows(int m, int most, int once) {
    int rows = 1;
    for (int higher = 2; higher <= most; higher++) {
      if (Blocking.parts(m, higher) * (2 * higher + once)
          <= Blocking.parts(m, rows) * (2 * rows + once)) {
        rows = higher;
      }
    }
    return rows;
  }

  /**
   * Returns how many vectors of a row of {@code across} a block takes: many, unless fewer overshoot
   * the row by clearly less. The height does not matter, so that panels of B suit all products.
   */
  private static int vectors(int bits, int across) {
    int vectors = Math.min(across, bits == 512 ? 4 : 3);
    // Single vectors wait for each other and for the elements of A.
    for (int fewer = vectors - 1; fewer >= 2; fewer--) {
      if (11 * Blocking.roundUp(across, fewer) <= 10 * Blocking.roundUp(across, vectors)) {
        vectors = fewer;
      }
    }
    return Math.max(1, vectors);
  }

  private static int mostRows(int bits, int vectors) {
    if (bits == 512) {
      return vectors == 4 ? 4 : 8;
    }
    return 12 / Math.max(2, vectors);
  }

  /** Returns the number of elements in the block. */
  public int size() {
    return rows * columns;
  }

  /** Returns how many elements a register holds. */
  public int lanes() {
    return lanes(doubles, bits);
  }

  /** Returns how many registers make up a row. */
  public int vectors() {
    return columns / lanes();
  }

  /** Returns the block in the name of a class, such as {@code F32_512_8x2}. */
  public String label() {
    return "%s_%s_%sx%s".formatted(doubles ? "F64" : "F32", bits, rows, vectors());
  }

  /** Returns how many elements a register of {@code bits} bits holds. */
  public static int lanes(boolean doubles, int bits) {
    return bits == VectorSupport.SCALAR ? 1 : bits / (doubles ? Double.SIZE : Float.SIZE);
  }
}
