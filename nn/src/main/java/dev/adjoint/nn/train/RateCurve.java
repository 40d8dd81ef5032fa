// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * The losses that a {@link RateSweep} saw.
 *
 * @param rates the rates, growing
 * @param losses the smoothed loss before the step with each rate
 */
public record RateCurve(ImmutableDoubleArray rates, ImmutableDoubleArray losses) {
  /**
   * Checks that there is a loss for each rate.
   *
   * @throws IllegalArgumentException if not, or there are fewer than two
   */
  public RateCurve {
    Preconditions.checkArgument(
        rates.length() == losses.length() && rates.length() >= 2,
        "rateCurve: needs two rates at least and a loss for each, got %s and %s; begin with smaller"
            + " rates, the first step may have diverged",
        rates.length(),
        losses.length());
  }

  /**
   * Returns the rate around which the loss falls most: a good one to train with. It is compared
   * over a tenth of the rates, so that the noise of single batches does not decide. It is the first
   * rate if the loss never falls.
   */
  public double steepest() {
    int last = rates.length() - 1;
    int reach = Math.max(1, (rates.length() + 10) / 20);
    int best = 0;
    double most = 0;
    for (int i = 0; i <= last; i++) {
      int from = Math.max(0, i - reach);
      int to = Math.min(last, i + reach);
      // At the ends there are fewer rates to compare over.
      double fall = (losses.get(from) - losses.get(to)) * (to - from) / (2 * reach);
      if (fall > most) {
        most = fall;
        best = i;
      }
    }
    return rates.get(best);
  }

  /** Returns the rate with the least loss: about ten times more than what is safe to train with. */
  public double lowest() {
    int best = 0;
    for (int i = 1; i < rates.length(); i++) {
      if (losses.get(i) < losses.get(best)) {
        best = i;
      }
    }
    return rates.get(best);
  }
}
