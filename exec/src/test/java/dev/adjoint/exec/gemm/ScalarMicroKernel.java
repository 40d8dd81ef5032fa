// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/** The micro-kernel in plain loops, which the generated ones are held against. */
sealed interface ScalarMicroKernel extends MicroKernel {
  /** Returns the kernel that sets {@code block}, or adds to it. */
  static ScalarMicroKernel of(RegisterBlock block, boolean adds) {
    return block.doubles()
        ? new OfDoubles(block.rows(), block.columns(), adds)
        : new OfFloats(block.rows(), block.columns(), adds);
  }

  /** The kernel for floats. */
  record OfFloats(int rows, int columns, boolean adds) implements ScalarMicroKernel {
    @Override
    public void run(
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
        int depth) {
      var panelA = (float[]) a;
      var panelB = (float[]) b;
      var block = (float[]) c;
      for (int i = 0; i < rows; i++) {
        int row = cOffset + i * cRow;
        for (int j = 0; j < columns; j++) {
          float sum = 0;
          for (int p = 0; p < depth; p++) {
            float factor = panelA[aOffset + i * aRow + p * aStep];
            sum = Math.fma(factor, panelB[bOffset + p * bStep + j], sum);
          }
          block[row + j] = adds ? block[row + j] + sum : sum;
        }
      }
    }
  }

  /** The kernel for doubles. */
  record OfDoubles(int rows, int columns, boolean adds) implements ScalarMicroKernel {
    @Override
    public void run(
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
        int depth) {
      var panelA = (double[]) a;
      var panelB = (double[]) b;
      var block = (double[]) c;
      for (int i = 0; i < rows; i++) {
        int row = cOffset + i * cRow;
        for (int j = 0; j < columns; j++) {
          double sum = 0;
          for (int p = 0; p < depth; p++) {
            double factor = panelA[aOffset + i * aRow + p * aStep];
            sum = Math.fma(factor, panelB[bOffset + p * bStep + j], sum);
          }
          block[row + j] = adds ? block[row + j] + sum : sum;
        }
      }
    }
  }
}
