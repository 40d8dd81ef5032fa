package dev.adjoint.exec.gemm;

import dev.adjoint.exec.VectorSupport;

/**
 * The block of C that a kernel keeps in registers.
 *
 * @param doubles whether the elements are doubles, else floats
 * @param bits the width of the vectors, {@link VectorSupport#SCALAR} for single elements
 * @param rows the number of rows
 * @param columns the number of columns, a multiple of the vector's lanes
 */
record RegisterBlock(boolean doubles, int bits, int rows, int columns) {
  private static final int MAX_VECTORS = 3;

  /**
   * Returns the block that suits a product of {@code m × n}.
   *
   * <p>A processor with vectors of 512 bits has 32 registers, which hold 8 rows of 2 or 3 vectors;
   * one with narrower vectors, or none, is taken to have 16, which hold 4 rows of 3 or 6 rows of 2.
   * Of these the widest comes first, unless a narrower one overshoots {@code n} by clearly less.
   * Rows are evened out: 10 rows become two blocks of 5. The width follows from {@code n} alone.
   */
  static RegisterBlock fit(boolean doubles, int bits, int m, int n) {
    int lanes = lanes(doubles, bits);
    int across = Blocking.parts(n, lanes);
    int vectors = MAX_VECTORS;
    for (int fewer = vectors - 1; fewer >= 1; fewer--) {
      if (11 * Blocking.roundUp(across, fewer) <= 10 * Blocking.roundUp(across, vectors)) {
        vectors = fewer;
      }
    }
    int mostRows = bits == 512 ? 8 : 12 / Math.max(2, vectors);
    int rows = Blocking.parts(m, Blocking.parts(m, mostRows));
    return new RegisterBlock(doubles, bits, rows, vectors * lanes);
  }

  /** Returns the number of elements in the block. */
  int size() {
    return rows * columns;
  }

  /** Returns how many elements a register holds. */
  int lanes() {
    return lanes(doubles, bits);
  }

  /** Returns how many registers make up a row. */
  int vectors() {
    return columns / lanes();
  }

  /** Returns the block in the name of a class, such as {@code F32_512_8x2}. */
  String label() {
    return "%s_%d_%dx%d".formatted(doubles ? "F64" : "F32", bits, rows, vectors());
  }

  /** Returns how many elements a register of {@code bits} bits holds. */
  static int lanes(boolean doubles, int bits) {
    return bits == VectorSupport.SCALAR ? 1 : bits / (doubles ? Double.SIZE : Float.SIZE);
  }
}
