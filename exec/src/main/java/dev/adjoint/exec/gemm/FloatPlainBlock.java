package dev.adjoint.exec.gemm;

/**
 * The kernels of floats in plain loops, one class for all blocks, so that it is soon compiled;
 * {@link DoublePlainBlock} is the same text for doubles.
 *
 * @param block the block of C
 * @param panelOfA as an offset kernel, whether A is the panel
 */
record FloatPlainBlock(RegisterBlock block, boolean panelOfA) implements MicroKernel, OffsetKernel {
  @Override
  public void run(
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
      int depth) {
    var left = (float[]) a;
    var right = (float[]) b;
    var out = (float[]) c;
    int columns = block.columns();
    for (int i = 0; i < block.rows(); i++) {
      int at = aOffset + i * aRow;
      int row = bOffset;
      int target = cOffset + i * cRow;
      System.arraycopy(start, startOffset + i * startRow, out, target, columns);
      int p = 0;
      for (; p + 4 <= depth; p += 4) {
        float f0 = left[at];
        float f1 = left[at + aStep];
        float f2 = left[at + 2 * aStep];
        float f3 = left[at + 3 * aStep];
        int row2 = row + 2 * bStep;
        add(f0, f1, f2, f3, right, row, row + bStep, row2, row2 + bStep, out, target, columns);
        at += 4 * aStep;
        row += 4 * bStep;
      }
      for (; p < depth; p++) {
        add(left[at], right, row, out, target, columns);
        at += aStep;
        row += bStep;
      }
    }
  }

  @Override
  public void run(
      Object a,
      int aAt,
      int[] lines,
      int line,
      Object b,
      int bAt,
      int[] steps,
      int depth,
      Object start,
      int startAt,
      int startRow,
      Object c,
      int cAt,
      int cRow) {
    var left = (float[]) a;
    var right = (float[]) b;
    var out = (float[]) c;
    int columns = block.columns();
    for (int i = 0; i < block.rows(); i++) {
      int at = panelOfA ? aAt + i : aAt + lines[line + i];
      int target = cAt + i * cRow;
      System.arraycopy(start, startAt + i * startRow, out, target, columns);
      int p = 0;
      for (; p + 4 <= depth; p += 4) {
        float f0 = left[at + aStep(steps, p)];
        float f1 = left[at + aStep(steps, p + 1)];
        float f2 = left[at + aStep(steps, p + 2)];
        float f3 = left[at + aStep(steps, p + 3)];
        int row0 = bAt + bStep(steps, p);
        int row1 = bAt + bStep(steps, p + 1);
        int row2 = bAt + bStep(steps, p + 2);
        int row3 = bAt + bStep(steps, p + 3);
        add(f0, f1, f2, f3, right, row0, row1, row2, row3, out, target, columns);
      }
      for (; p < depth; p++) {
        add(left[at + aStep(steps, p)], right, bAt + bStep(steps, p), out, target, columns);
      }
    }
  }

  private int aStep(int[] steps, int p) {
    return panelOfA ? p * block.rows() : steps[p];
  }

  private int bStep(int[] steps, int p) {
    return panelOfA ? steps[p] : p * block.columns();
  }

  /** Adds four rows of B, each times an element of A, in order: a quarter of the traffic on C. */
  private static void add(
      float f0,
      float f1,
      float f2,
      float f3,
      float[] b,
      int row0,
      int row1,
      int row2,
      int row3,
      float[] c,
      int target,
      int columns) {
    for (int j = 0; j < columns; j++) {
      float sum = Math.fma(f0, b[row0 + j], c[target + j]);
      sum = Math.fma(f1, b[row1 + j], sum);
      sum = Math.fma(f2, b[row2 + j], sum);
      c[target + j] = Math.fma(f3, b[row3 + j], sum);
    }
  }

  private static void add(float f, float[] b, int row, float[] c, int target, int columns) {
    for (int j = 0; j < columns; j++) {
      c[target + j] = Math.fma(f, b[row + j], c[target + j]);
    }
  }
}
