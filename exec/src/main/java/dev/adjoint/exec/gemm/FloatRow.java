// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import org.jspecify.annotations.Nullable;

/** One row of a block of C on single elements, with the bits of the kernels on vectors: floats. */
public final class FloatRow {
  private FloatRow() {}

  /**
   * Sets {@code c[cAt + j]} to the chain of fused multiply-adds of {@code a[aAt + p·aStep]} and
   * {@code b[bAt + p·bStep + j]} from {@code +0}, or adds it, for each {@code j < columns}.
   *
   * @param aSteps if there, element {@code first + p} of it stands for {@code p·aStep}
   * @param bSteps if there, element {@code first + p} of it stands for {@code p·bStep}
   */
  public static void run(
      float[] a,
      int aAt,
      int aStep,
      int @Nullable [] aSteps,
      float[] b,
      int bAt,
      int bStep,
      int @Nullable [] bSteps,
      int first,
      int depth,
      float[] c,
      int cAt,
      int columns,
      boolean adds) {
    int j = 0;
    // As many chains at a time as hide how long a multiply-add takes.
    for (; j + 8 <= columns; j += 8) {
      float c0 = 0;
      float c1 = 0;
      float c2 = 0;
      float c3 = 0;
      float c4 = 0;
      float c5 = 0;
      float c6 = 0;
      float c7 = 0;
      for (int p = 0; p < depth; p++) {
        float factor = a[aAt + (aSteps == null ? p * aStep : aSteps[first + p])];
        int row = bAt + j + (bSteps == null ? p * bStep : bSteps[first + p]);
        c0 = Math.fma(factor, b[row], c0);
        c1 = Math.fma(factor, b[row + 1], c1);
        c2 = Math.fma(factor, b[row + 2], c2);
        c3 = Math.fma(factor, b[row + 3], c3);
        c4 = Math.fma(factor, b[row + 4], c4);
        c5 = Math.fma(factor, b[row + 5], c5);
        c6 = Math.fma(factor, b[row + 6], c6);
        c7 = Math.fma(factor, b[row + 7], c7);
      }
      int to = cAt + j;
      c[to] = adds ? c[to] + c0 : c0;
      c[to + 1] = adds ? c[to + 1] + c1 : c1;
      c[to + 2] = adds ? c[to + 2] + c2 : c2;
      c[to + 3] = adds ? c[to + 3] + c3 : c3;
      c[to + 4] = adds ? c[to + 4] + c4 : c4;
      c[to + 5] = adds ? c[to + 5] + c5 : c5;
      c[to + 6] = adds ? c[to + 6] + c6 : c6;
      c[to + 7] = adds ? c[to + 7] + c7 : c7;
    }
    for (; j < columns; j++) {
      float sum = 0;
      for (int p = 0; p < depth; p++) {
        float factor = a[aAt + (aSteps == null ? p * aStep : aSteps[first + p])];
        sum = Math.fma(factor, b[bAt + j + (bSteps == null ? p * bStep : bSteps[first + p])], sum);
      }
      c[cAt + j] = adds ? c[cAt + j] + sum : sum;
    }
  }
}
