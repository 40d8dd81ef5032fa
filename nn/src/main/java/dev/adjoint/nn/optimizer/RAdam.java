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
    return of(RateSchedule.constant(rate));
  }

  /** Returns rectified Adam with the paper's threshold and a rate that changes. */
  public static RAdam of(RateSchedule rate) {
    return new RAdam(rate, new ScaleByRAdam(0.9, 0.999, 1e-8, 4));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public RAdam withBetas(double beta1, double beta2) {
    return new RAdam(rate, scaling.withBetas(beta1, beta2));
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public RAdam withEpsilon(double epsilon) {
    return new RAdam(rate, scaling.withEpsilon(epsilon));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
