// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.graph.DType;
import java.util.Arrays;

/**
 * A sum of products in virtual lanes, 16 for F32 and 8 for F64: the oracle of loops on vectors.
 * Term {@code i} goes to lane {@code i} modulo their number, each lane a chain of fused
 * multiply-adds from {@code +0}; then lane {@code l + h} is added to lane {@code l}, for {@code h}
 * half the lanes, a quarter and so on. A double holds each float.
 */
final class ReferenceLanes {
  private final DType dtype;
  private final double[] lanes;
  private int terms;

  ReferenceLanes(DType dtype) {
    this.dtype = dtype;
    lanes = new double[dtype == DType.F32 ? 16 : 8];
  }

  /** Adds {@code a·b}. */
  void fma(double a, double b) {
    int lane = terms++ % lanes.length;
    lanes[lane] =
        dtype == DType.F32
            ? Math.fma((float) a, (float) b, (float) lanes[lane])
            : Math.fma(a, b, lanes[lane]);
  }

  /** Returns the number of terms. */
  int terms() {
    return terms;
  }

  /** Reduces the lanes and begins another sum. */
  double result() {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] = add(lanes[l], lanes[l + half]);
      }
    }
    double sum = lanes[0];
    Arrays.fill(lanes, 0);
    terms = 0;
    return sum;
  }

  private double add(double a, double b) {
    return dtype == DType.F32 ? (float) a + (float) b : a + b;
  }
}
