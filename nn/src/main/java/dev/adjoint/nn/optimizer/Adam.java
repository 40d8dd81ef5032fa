// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps scaled by running moments of the gradient (Kingma and Ba 2015); see {@link ScaleByAdam}.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 */
public record Adam(RateSchedule rate, ScaleByAdam scaling) implements Optimizer {
  /** Returns Adam with the paper's decay rates: 0.9, 0.999 and an epsilon of 10⁻⁸. */
  public static Adam of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns Adam with the paper's decay rates and a rate that changes. */
  public static Adam of(RateSchedule rate) {
    return new Adam(rate, new ScaleByAdam(0.9, 0.999, 1e-8));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
