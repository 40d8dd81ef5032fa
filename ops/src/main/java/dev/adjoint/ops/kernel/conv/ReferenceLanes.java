// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.graph.DType;
import java.util.Arrays;

/**
 * A sum of products in virtual lanes, 16 for F32 and 8 for F64: the oracle of loops on vectors. Of
 * every {@value #STRETCH} neighbours, term {@code i} goes to lane {@code i} modulo their number,
 * each lane a chain of fused multiply-adds from {@code +0}; these stretches are added lane by lane,
 * in order; then lane {@code l} takes in lane {@code l + h} for {@code h} half the lanes, a quarter
 * and so on. A double holds each float.
 */
final class ReferenceLanes {
  private static final int STRETCH = 256;

  private final DType dtype;
  private final double[] sums;
  private final double[] lanes;
  private int terms;

  ReferenceLanes(DType dtype) {
    this.dtype = dtype;
    sums = new double[dtype == DType.F32 ? 16 : 8];
    lanes = new double[sums.length];
  }

  /** Adds {@code a·b}. */
  void fma(double a, double b) {
    if (terms > 0 && terms % STRETCH == 0) {
      endStretch();
    }
    int lane = terms++ % lanes.length;
    lanes[lane] =
        dtype == DType.F32
            ? Math.fma((float) a, (float) b, (float) lanes[lane])
            : Math.fma(a, b, lanes[lane]);
  }

  /** Returns how many terms there are. */
  int terms() {
    return terms;
  }

  private void endStretch() {
    for (int l = 0; l < lanes.length; l++) {
      sums[l] = add(sums[l], lanes[l]);
    }
    Arrays.fill(lanes, 0);
  }

  /** Takes all lanes into one, and begins another sum. */
  double result() {
    endStretch();
    for (int half = sums.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        sums[l] = add(sums[l], sums[l + half]);
      }
    }
    double sum = sums[0];
    Arrays.fill(sums, 0);
    terms = 0;
    return sum;
  }

  private double add(double a, double b) {
    return dtype == DType.F32 ? (float) a + (float) b : a + b;
  }
}
