// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * Multiplies one panel of A by one panel of B into one block of C.
 *
 * <p>A kernel is made for one element type and block size. Its operands are {@code float[]} or
 * {@code double[]}.
 */
interface MicroKernel {
  /**
   * Sets {@code c[i,j] = start[i,j] + fma(a[i,q], b[q,j], … fma(a[i,p], b[p,j], +0))} for the whole
   * block, with depth steps from {@code p} to {@code q}.
   *
   * @param aRow the distance between rows of A
   * @param aStep the distance between its depth steps
   * @param bStep the distance between the depth steps of B, each of which is contiguous
   * @param start what is added to: C itself to go on, or −0; as contiguous as B
   * @param startRow the distance between its rows
   * @param cRow the distance between rows of C, each of which is contiguous
   * @param depth the number of depth steps
   */
  void run(
      Object a,
      int aOffset,
      int aRow,
      int aStep,
      Object b,
      int bOffset,
      int bStep,
      Object start,
      int startOffset,
      int startRow,
      Object c,
      int cOffset,
      int cRow,
      int depth);
}
