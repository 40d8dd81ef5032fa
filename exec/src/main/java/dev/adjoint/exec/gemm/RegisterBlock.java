package dev.adjoint.exec.gemm;

import dev.adjoint.exec.VectorSupport;

/**
 * The block of C that a micro-kernel keeps in registers.
 *
 * @param doubles whether the elements are doubles, else floats
 * @param bits the width of the vectors, {@link VectorSupport#SCALAR} for plain loops
 * @param rows the number of rows
 * @param columns the number of columns, a multiple of the vector's lanes
 */
record RegisterBlock(boolean doubles, int bits, int rows, int columns) {
  private static final int PLAIN_ROWS = 4;
  private static final int PLAIN_COLUMNS = 64;

  /**
   * Returns the block that wastes least of a product of {@code m × n}.
   *
   * <p>A processor with vectors of 512 bits has 32 registers, which hold 8 rows of up to 3 vectors;
   * one with narrower vectors is assumed to have 16, enough for 6 rows of 2. Rows are then evened
   * out, so that 10 rows become two blocks of 5.
   */
  static RegisterBlock fit(boolean doubles, int bits, int m, int n) {
    if (bits == VectorSupport.SCALAR) {
      return new RegisterBlock(doubles, bits, Math.min(m, PLAIN_ROWS), Math.min(n, PLAIN_COLUMNS));
    }
    int lanes = bits / (doubles ? Double.SIZE : Float.SIZE);
    boolean wide = bits == 512;
    int blocks = Blocking.parts(m, wide ? 8 : 6);
    int rows = Blocking.parts(m, blocks);
    int across = Blocking.parts(n, lanes);
    int vectors = Math.min(across, 2);
    if (wide && Blocking.roundUp(across, 3) < Blocking.roundUp(across, vectors)) {
      vectors = 3;
    }
    return new RegisterBlock(doubles, bits, rows, vectors * lanes);
  }

  /** Returns the number of elements in the block. */
  int size() {
    return rows * columns;
  }

  /** Returns how many vectors make up a row. */
  int vectors() {
    return columns * (doubles ? Double.SIZE : Float.SIZE) / bits;
  }
}
