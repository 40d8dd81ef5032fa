package dev.adjoint.exec.gemm;

import java.util.Arrays;

/**
 * The micro-kernel in plain loops: the twin of the generated ones, bit for bit, and what runs where
 * the Vector API is missing.
 */
sealed interface ScalarMicroKernel extends MicroKernel {
  /** The kernel for floats. */
  record OfFloats(int rows, int columns) implements ScalarMicroKernel {
    @Override
    public void run(
        Object a,
        int aOffset,
        Object b,
        int bOffset,
        Object c,
        int cOffset,
        int cStride,
        int depth,
        boolean resume) {
      var panelA = (float[]) a;
      var panelB = (float[]) b;
      var block = (float[]) c;
      for (int i = 0; i < rows; i++) {
        int row = cOffset + i * cStride;
        if (!resume) {
          Arrays.fill(block, row, row + columns, 0);
        }
        for (int p = 0; p < depth; p++) {
          float factor = panelA[aOffset + p * rows + i];
          int step = bOffset + p * columns;
          for (int j = 0; j < columns; j++) {
            block[row + j] = Math.fma(factor, panelB[step + j], block[row + j]);
          }
        }
      }
    }
  }

  /** The kernel for doubles. */
  record OfDoubles(int rows, int columns) implements ScalarMicroKernel {
    @Override
    public void run(
        Object a,
        int aOffset,
        Object b,
        int bOffset,
        Object c,
        int cOffset,
        int cStride,
        int depth,
        boolean resume) {
      var panelA = (double[]) a;
      var panelB = (double[]) b;
      var block = (double[]) c;
      for (int i = 0; i < rows; i++) {
        int row = cOffset + i * cStride;
        if (!resume) {
          Arrays.fill(block, row, row + columns, 0);
        }
        for (int p = 0; p < depth; p++) {
          double factor = panelA[aOffset + p * rows + i];
          int step = bOffset + p * columns;
          for (int j = 0; j < columns; j++) {
            block[row + j] = Math.fma(factor, panelB[step + j], block[row + j]);
          }
        }
      }
    }
  }
}
