// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import dev.adjoint.graph.DType;
import java.util.Arrays;

/** Copies elements that stand apart to places side by side. */
public final class StridedLoops {
  private StridedLoops() {}

  /** Copies {@code x[xi + i·stride]} to {@code y[yi + i]} for {@code 0 ≤ i < n}, {@code n > 0}. */
  public static void copy(DType dtype, Object x, int xi, int stride, Object y, int yi, int n) {
    switch (dtype) {
      case F32 -> copy((float[]) x, xi, stride, (float[]) y, yi, n);
      case F64 -> copy((double[]) x, xi, stride, (double[]) y, yi, n);
      case I32 -> copy((int[]) x, xi, stride, (int[]) y, yi, n);
      case I64 -> copy((long[]) x, xi, stride, (long[]) y, yi, n);
      case BOOL -> copy((boolean[]) x, xi, stride, (boolean[]) y, yi, n);
    }
  }

  private static void copy(float[] x, int xi, int stride, float[] y, int yi, int n) {
    if (stride == 0) {
      Arrays.fill(y, yi, yi + n, x[xi]);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yi + i] = x[xi + i * stride];
    }
  }

  private static void copy(double[] x, int xi, int stride, double[] y, int yi, int n) {
    if (stride == 0) {
      Arrays.fill(y, yi, yi + n, x[xi]);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yi + i] = x[xi + i * stride];
    }
  }

  private static void copy(int[] x, int xi, int stride, int[] y, int yi, int n) {
    if (stride == 0) {
      Arrays.fill(y, yi, yi + n, x[xi]);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yi + i] = x[xi + i * stride];
    }
  }

  private static void copy(long[] x, int xi, int stride, long[] y, int yi, int n) {
    if (stride == 0) {
      Arrays.fill(y, yi, yi + n, x[xi]);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yi + i] = x[xi + i * stride];
    }
  }

  private static void copy(boolean[] x, int xi, int stride, boolean[] y, int yi, int n) {
    if (stride == 0) {
      Arrays.fill(y, yi, yi + n, x[xi]);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yi + i] = x[xi + i * stride];
    }
  }
}
