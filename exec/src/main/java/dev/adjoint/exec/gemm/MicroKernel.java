// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * Multiplies one panel of A by one panel of B into one block of C.
 *
 * <p>A kernel is made for one element type and block size, and either sets C or adds to it. Its
 * operands are {@code float[]} or {@code double[]}.
 */
interface MicroKernel {
  /**
   * Sets {@code c[i,j]} to {@code fma(a[i,q], b[q,j], … fma(a[i,p], b[p,j], +0))}, or adds that to
   * it, for the whole block, with depth steps from {@code p} to {@code q}.
   *
   * @param aRow the distance between rows of A
   * @param aStep the distance between its depth steps
   * @param bStep the distance between the depth steps of B, each of which is contiguous
   * @param cRow the distance between rows of C, each of which is contiguous
   * @param depth the number of depth steps; if negative, nothing is done
   */
  void run(
      Object a,
      int aOffset,
      int aRow,
      int aStep,
      Object b,
      int bOffset,
      int bStep,
      Object c,
      int cOffset,
      int cRow,
      int depth);

  /** Returns what to call now: of a kernel with several tiers the one that is fast. */
  default MicroKernel current() {
    return this;
  }
}
