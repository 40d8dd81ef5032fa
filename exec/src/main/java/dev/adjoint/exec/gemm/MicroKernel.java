package dev.adjoint.exec.gemm;

/**
 * Multiplies one panel of A by one panel of B into one register block of C.
 *
 * <p>A kernel is made for one element type and block of {@code rows × columns}. Both panels are
 * packed: depth step {@code p} has its {@code rows} elements of A at {@code aOffset + p · rows} and
 * its {@code columns} elements of B at {@code bOffset + p · columns}.
 */
interface MicroKernel {
  /**
   * Computes {@code c[i,j] = fma(a[i,depth-1], b[depth-1,j], … fma(a[i,0], b[0,j], c₀))} for the
   * whole block.
   *
   * @param a the packed panel of A, a {@code float[]} or {@code double[]} as are the others
   * @param cStride the distance between rows of C
   * @param depth the number of depth steps, at least 1
   * @param resume whether {@code c₀} is the present element of C, else {@code +0}
   */
  void run(
      Object a,
      int aOffset,
      Object b,
      int bOffset,
      Object c,
      int cOffset,
      int cStride,
      int depth,
      boolean resume);
}
