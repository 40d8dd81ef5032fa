package dev.adjoint.exec.gemm;

/**
 * Multiplies one panel of A by one panel of B into one block of C.
 *
 * <p>A kernel is made for one element type and block size. Its operands are {@code float[]} or
 * {@code double[]}.
 */
interface MicroKernel {
  /**
   * Sets {@code c[i,j] = fma(a[i,depth-1], b[depth-1,j], … fma(a[i,0], b[0,j], start[i,j]))} for
   * the whole block.
   *
   * @param aRow the distance between rows of A
   * @param aStep the distance between its depth steps
   * @param bStep the distance between the depth steps of B, each of which is contiguous
   * @param start where the chains start from: C itself to go on, or zeros; as contiguous as B
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
