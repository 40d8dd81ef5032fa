// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import dev.adjoint.exec.gemm.RegisterBlock;
import dev.adjoint.exec.machine.VectorSupport;

/**
 * What an {@link OffsetKernel} is made for.
 *
 * @param inC the block of C
 * @param panelOfA whether A is the panel and B is read through a table, or the other way round
 */
record OffsetBlock(RegisterBlock inC, boolean panelOfA) {
  /** More rows or vectors would only make edges larger. */
  private static final int MOST_ROWS = 16;

  private static final int MOST_VECTORS = 8;

  /**
   * Returns the block for a panel of A, high and then as wide as there are registers.
   *
   * @param m the rows of the product, which the blocks share evenly
   * @param n its columns, likewise
   */
  static OffsetBlock withPanelOfA(boolean doubles, int bits, int m, int n) {
    int narrow = narrowed(doubles, bits, n);
    int rows = evenPart(m, bits == 512 ? 8 : 4);
    int most = Math.min(MOST_VECTORS, (registers(bits) - 1) / (rows + 1));
    int vectors = evenPart(Math.ceilDiv(n, RegisterBlock.lanes(doubles, narrow)), most);
    return new OffsetBlock(block(doubles, narrow, rows, vectors), true);
  }

  /**
   * Returns the block for a panel of B, wide and then as high as there are registers.
   *
   * @param m the rows of the product, which the blocks share evenly
   * @param n its columns, likewise
   */
  static OffsetBlock withPanelOfB(boolean doubles, int bits, int m, int n) {
    // A single column makes a panel that is a copy, and single elements are as fast as vectors.
    int narrow = n == 1 ? VectorSupport.SCALAR : narrowed(doubles, bits, n);
    int across = Math.ceilDiv(n, RegisterBlock.lanes(doubles, narrow));
    int vectors = evenPart(across, bits == 512 ? 4 : 3);
    for (int fewer = vectors - 1; fewer >= 2; fewer--) {
      // Narrower blocks are higher, and may leave less over.
      boolean less =
          20 * computed(bits, m, across, fewer) < 19 * computed(bits, m, across, vectors);
      vectors = less ? fewer : vectors;
    }
    int rows = rows(bits, m, vectors);
    return new OffsetBlock(block(doubles, narrow, rows, vectors), false);
  }

  private static int rows(int bits, int m, int vectors) {
    return evenPart(m, Math.min(MOST_ROWS, (registers(bits) - 1) / vectors - 1));
  }

  /** Returns how many vectors of C are computed in blocks of some width. */
  private static long computed(int bits, int m, int across, int vectors) {
    return (long) roundUp(m, rows(bits, m, vectors)) * roundUp(across, vectors);
  }

  /**
   * Returns how many registers there are, for C, a row of B and an element of A: 32 of 512 bits; a
   * processor with narrower vectors is taken to have 16.
   */
  private static int registers(int bits) {
    return bits == 512 ? 32 : 16;
  }

  /** Returns a block of as many rows that is {@code fewer} vectors wide. */
  OffsetBlock ofWidth(int fewer) {
    return new OffsetBlock(block(inC.doubles(), inC.bits(), rows(), fewer), panelOfA);
  }

  /** Returns the least width of vectors of which one holds a whole row, if one does. */
  private static int narrowed(boolean doubles, int bits, int n) {
    int width = bits;
    while (width > 128 && 2 * n <= RegisterBlock.lanes(doubles, width)) {
      width /= 2;
    }
    return width;
  }

  /** Cuts {@code length} into as few parts of at most {@code limit} as possible, evenly. */
  private static int evenPart(int length, int limit) {
    return Math.max(1, Math.ceilDiv(length, Math.max(1, Math.ceilDiv(length, limit))));
  }

  private static RegisterBlock block(boolean doubles, int bits, int rows, int vectors) {
    int columns = vectors * RegisterBlock.lanes(doubles, bits);
    return new RegisterBlock(doubles, bits, rows, columns);
  }

  /** Returns the least multiple of {@code unit} that is not less than {@code length}. */
  static int roundUp(int length, int unit) {
    return Math.ceilDiv(length, unit) * unit;
  }

  /** Returns the number of rows. */
  int rows() {
    return inC.rows();
  }

  /** Returns the number of columns. */
  int columns() {
    return inC.columns();
  }

  /** Returns how many registers make up a row. */
  int vectors() {
    return inC.vectors();
  }

  /** Returns how many elements a register holds. */
  int lanes() {
    return inC.lanes();
  }
}
