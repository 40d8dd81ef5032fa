// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import dev.adjoint.nn.schedule.AdjustableRate;

/**
 * Lowers a rate when a figure stands still: after {@code patience} epochs that are not better than
 * the best one before, the rate is multiplied by {@code factor}, and the patience begins anew.
 *
 * @param rate the rate of the optimizer
 * @param watch the figure and the patience
 * @param factor what the rate is multiplied by, in {@code (0, 1)}
 * @param lowest the rate below which it does not go
 */
public record Plateau(AdjustableRate rate, Watch watch, double factor, double lowest) {
  /** Checks the numbers. */
  public Plateau {
    Preconditions.checkArgument(
        factor > 0 && factor < 1, "plateau: the factor must lie in (0, 1): %s", factor);
    Preconditions.checkArgument(
        lowest >= 0, "plateau: the lowest rate must not be negative: %s", lowest);
  }

  /** Returns one for a figure that should be small, such as {@code val_loss}. */
  public static Plateau smallest(AdjustableRate rate, String figure, double factor, int patience) {
    return new Plateau(rate, new Watch(figure, false, patience, 0), factor, 0);
  }

  /** Returns one for a figure that should be large, such as {@code val_accuracy}. */
  public static Plateau largest(AdjustableRate rate, String figure, double factor, int patience) {
    return new Plateau(rate, new Watch(figure, true, patience, 0), factor, 0);
  }

  /** Returns this with a rate below which it does not go. */
  public Plateau lowest(double least) {
    return new Plateau(rate, watch, factor, least);
  }

  /** Lowers the rate if the last epoch was one too many. */
  void after(double... series) {
    double best = watch.worst();
    int waited = 0;
    boolean lowers = false;
    for (double value : series) {
      lowers = false;
      if (watch.isBetter(value, best)) {
        best = value;
        waited = 0;
      } else if (++waited >= watch.patience()) {
        waited = 0;
        lowers = true;
      }
    }
    if (lowers) {
      rate.set(Math.min(rate.get(), Math.max(rate.get() * factor, lowest)));
    }
  }
}
