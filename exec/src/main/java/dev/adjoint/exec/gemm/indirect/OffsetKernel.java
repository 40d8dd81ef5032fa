// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

/**
 * Multiplies some rows of A by some columns of B into one block of C, where one of the operands is
 * a panel and the other is read where it lies, through a table of offsets.
 *
 * <p>A kernel is made for one {@link OffsetBlock}, and either sets C or adds to it. Its operands
 * are {@code float[]} or {@code double[]}.
 */
interface OffsetKernel {
  /**
   * Sets {@code c[i,j]} to {@code fma(a[i,q], b[q,j], … fma(a[i,p], b[p,j], +0))}, or adds that to
   * it, for the whole block, with depth steps from {@code p} to {@code q}.
   *
   * <p>Where A is the panel, {@code a[i,p]} is at {@code aAt + (p − first)·height + i} and {@code
   * b[p,j]} at {@code bAt + steps[p] + j}. Where B is, {@code a[i,p]} is at {@code aAt + rows[row +
   * i] + steps[p]} and {@code b[p,j]} at {@code bAt + (p − first)·width + j}.
   *
   * @param rows the offset of each row of A, not read where A is the panel
   * @param row where the rows of the block begin in {@code rows}
   * @param steps the offset of each depth step
   * @param first the first depth step
   * @param end the end of the depth steps; if negative, nothing is done
   * @param cRow the distance between rows of C, each of which is contiguous
   */
  void run(
      Object a,
      int aAt,
      int[] rows,
      int row,
      Object b,
      int bAt,
      int[] steps,
      int first,
      int end,
      Object c,
      int cAt,
      int cRow);

  /** Returns what to call now: of a kernel with several tiers the one that is fast. */
  default OffsetKernel current() {
    return this;
  }
}
