// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByRAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Rectified Adam, which needs no warm-up (Liu et al. 2020); see {@link ScaleByRAdam}.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 */
public record RAdam(RateSchedule rate, ScaleByRAdam scaling) implements Optimizer {
  /** Returns rectified Adam with decay rates of 0.9 and 0.999, and the paper's threshold of 4. */
  public static RAdam of(double rate) {
    return new RAdam(RateSchedule.constant(rate), new ScaleByRAdam(0.9, 0.999, 1e-8, 4));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
