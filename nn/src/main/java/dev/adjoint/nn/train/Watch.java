// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;

/**
 * Watches whether a figure of the epochs still gets better.
 *
 * @param figure the name of the figure, such as {@code val_loss}
 * @param larger whether larger is better, or else smaller
 * @param patience after how many epochs without a better one it is said to stand still
 * @param least by how much a figure must be better to count
 */
public record Watch(String figure, boolean larger, int patience, double least) {
  /** Checks the numbers. */
  public Watch {
    Preconditions.checkArgument(patience > 0, "watch: the patience must be positive: %s", patience);
    Preconditions.checkArgument(
        least >= 0 && Double.isFinite(least),
        "watch: the least improvement must not be negative: %s",
        least);
  }

  /** Returns whether a value is better than the best one so far; NaN never is. */
  boolean isBetter(double value, double best) {
    return larger ? value > best + least : value < best - least;
  }

  /** Returns what every value is better than. */
  double worst() {
    return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /**
   * Returns the number of the best value, from 0, or −1 if there is none: all are NaN.
   *
   * @param series the figure of every epoch
   */
  int best(double... series) {
    int best = -1;
    for (int i = 0; i < series.length; i++) {
      if (isBetter(series[i], best < 0 ? worst() : series[best])) {
        best = i;
      }
    }
    return best;
  }
}
