// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.VectorSupport;

/**
 * The micro-kernels that together compute one row of C from rows of B that are contiguous: some for
 * many vectors, the rest for narrower ones and single elements.
 */
final class RowKernels {
  /** Sums that are made at once; more would not hide the time of a multiply-add better. */
  private static final int MOST_VECTORS = 8;

  private static final int NARROWEST = 128;

  private final ImmutableList<Chunk> chunks;

  private record Chunk(int column, MicroKernel setting, MicroKernel adding) {}

  /** Prepares for {@code n} columns, on vectors of {@code bits} bits. */
  RowKernels(boolean doubles, int bits, int n) {
    ImmutableList.Builder<Chunk> builder = ImmutableList.builder();
    int width = bits;
    for (int column = 0; column < n; ) {
      int lanes = RegisterBlock.lanes(doubles, width);
      int vectors = Math.min(MOST_VECTORS, (n - column) / lanes);
      if (vectors == 0) {
        width = width > NARROWEST ? width / 2 : VectorSupport.SCALAR;
        continue;
      }
      var block = new RegisterBlock(doubles, width, 1, vectors * lanes);
      MicroKernel setting = MicroKernels.of(block, false);
      builder.add(new Chunk(column, setting, MicroKernels.of(block, true)));
      column += block.columns();
    }
    chunks = builder.build();
  }

  /**
   * Sets {@code c} to the sum of so many terms, or adds that to it.
   *
   * @param aStep the distance between elements of A
   * @param bStep the distance between rows of B
   */
  void run(
      boolean adds,
      Object a,
      int aAt,
      int aStep,
      Object b,
      int bAt,
      int bStep,
      Object c,
      int at,
      int terms) {
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      MicroKernel kernel = adds ? chunk.adding : chunk.setting;
      int column = chunk.column;
      kernel.run(a, aAt, 0, aStep, b, bAt + column, bStep, c, at + column, 0, terms);
    }
  }
}
