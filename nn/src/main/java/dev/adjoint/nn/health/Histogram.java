// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Tensor;

/**
 * How often numbers fall into each of some ranges of one width.
 *
 * @param low where the first range begins; NaN if there is no finite number
 * @param high where the last one ends
 * @param counts how many numbers are in each
 * @param notFinite how many are in none
 */
public record Histogram(double low, double high, ImmutableIntArray counts, int notFinite) {
  private static final int RANGES = 40;

  /** Returns the histogram of the elements of a tensor, from the least to the largest. */
  public static Histogram of(Tensor tensor) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int notFinite = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double value = tensor.buffer().getDouble(i);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      } else {
        notFinite++;
      }
    }
    int[] counts = new int[RANGES];
    if (low > high) {
      return new Histogram(Double.NaN, Double.NaN, ImmutableIntArray.copyOf(counts), notFinite);
    }
    for (int i = 0; i < tensor.size(); i++) {
      double value = tensor.buffer().getDouble(i);
      if (Double.isFinite(value)) {
        // Halved, for the difference of the two may be too large for a double.
        double place = high == low ? 0.5 : (value / 2 - low / 2) / (high / 2 - low / 2);
        counts[(int) Math.min(place * RANGES, RANGES - 1)]++;
      }
    }
    return new Histogram(low, high, ImmutableIntArray.copyOf(counts), notFinite);
  }
}
