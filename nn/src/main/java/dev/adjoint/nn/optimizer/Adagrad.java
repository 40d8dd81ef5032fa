// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdagrad;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps scaled by the root of the sum of all squared gradients (Duchi, Hazan and Singer 2011); see
 * {@link ScaleByAdagrad}.
 *
 * @param rate the length of the first step
 * @param scaling the sum of squares
 */
public record Adagrad(RateSchedule rate, ScaleByAdagrad scaling) implements Optimizer {
  /** Returns Adagrad whose sums begin with 0, and an epsilon of 10⁻¹⁰. */
  public static Adagrad of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns Adagrad whose sums begin with 0, and a rate that changes. */
  public static Adagrad of(RateSchedule rate) {
    return new Adagrad(rate, new ScaleByAdagrad(0, 1e-10));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
