// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.base.Preconditions;
import com.google.common.math.Quantiles;

/** Figures about figures. */
public final class Statistics {
  private Statistics() {}

  /** Returns the median, the mean of the middle two if the number of values is even. */
  public static double median(double... values) {
    return Quantiles.median().compute(values);
  }

  /** Returns the median of {@code aᵢ/bᵢ}: what noise does to both at one time cancels. */
  static double medianRatio(double[] a, double[] b) {
    Preconditions.checkArgument(
        a.length == b.length, "not pairs: %s and %s values", a.length, b.length);
    double[] ratios = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return median(ratios);
  }
}
