// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import dev.adjoint.exec.emit.LaneReduction;
import dev.adjoint.graph.DType;
import java.util.Arrays;

/**
 * Sums of products in the virtual lanes of a {@link LaneReduction}, on single elements. An object
 * serves one thread at a time.
 */
final class LaneSums {
  private final float[] floats = new float[LaneReduction.lanes(DType.F32)];
  private final double[] doubles = new double[LaneReduction.lanes(DType.F64)];

  /**
   * Sets {@code c[cAt]} to the sum of {@code a[aAt + i] · b[bAt + i]} for {@code i < n}.
   *
   * @param a a {@code float[]} or {@code double[]}; so are the others
   */
  void sum(Object a, int aAt, Object b, int bAt, int n, Object c, int cAt) {
    if (a instanceof float[] x) {
      ((float[]) c)[cAt] = sum(x, aAt, (float[]) b, bAt, n);
    } else {
      ((double[]) c)[cAt] = sum((double[]) a, aAt, (double[]) b, bAt, n);
    }
  }

  private float sum(float[] a, int aAt, float[] b, int bAt, int n) {
    float[] lanes = floats;
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i += lanes.length) {
      int count = Math.min(lanes.length, n - i);
      for (int l = 0; l < count; l++) {
        lanes[l] = Math.fma(a[aAt + i + l], b[bAt + i + l], lanes[l]);
      }
    }
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }

  private double sum(double[] a, int aAt, double[] b, int bAt, int n) {
    double[] lanes = doubles;
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i += lanes.length) {
      int count = Math.min(lanes.length, n - i);
      for (int l = 0; l < count; l++) {
        lanes[l] = Math.fma(a[aAt + i + l], b[bAt + i + l], lanes[l]);
      }
    }
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }
}
