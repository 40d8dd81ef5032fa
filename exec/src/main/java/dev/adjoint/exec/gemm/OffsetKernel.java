package dev.adjoint.exec.gemm;

/**
 * Multiplies some rows of A by some columns of B into one block of C, where one of the operands is
 * a panel and the other is read where it lies, through a table of offsets.
 *
 * <p>A kernel is made for one {@link OffsetBlock}. Its operands are {@code float[]} or {@code
 * double[]}.
 */
interface OffsetKernel {
  /**
   * Sets {@code c[i,j] = fma(a[i,depth-1], b[depth-1,j], … fma(a[i,0], b[0,j], start[i,j]))} for
   * the whole block.
   *
   * <p>Where A is the panel, {@code a[i,p]} is at {@code aAt + p·height + i} and {@code b[p,j]} at
   * {@code bAt + steps[p] + j}. Where B is, {@code a[i,p]} is at {@code aAt + rows[row + i] +
   * steps[p]} and {@code b[p,j]} at {@code bAt + p·width + j}.
   *
   * @param rows the offset of each row of A, not read where A is the panel
   * @param row where the rows of the block begin in {@code rows}
   * @param steps the offset of each depth step
   * @param depth the number of depth steps
   * @param start where the chains start from: C itself to go on, or a row of zeros
   * @param startRow the distance between its rows
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
      int depth,
      Object start,
      int startAt,
      int startRow,
      Object c,
      int cAt,
      int cRow);
}
