// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdamax;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Adam with the largest gradient in place of the mean of squares (Kingma and Ba 2015, section 7.1);
 * see {@link ScaleByAdamax}.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 */
public record Adamax(RateSchedule rate, ScaleByAdamax scaling) implements Optimizer {
  /** Returns Adamax with the paper's decay rates 0.9 and 0.999, and an epsilon of 10⁻⁸. */
  public static Adamax of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns Adamax with the paper's decay rates and a rate that changes. */
  public static Adamax of(RateSchedule rate) {
    return new Adamax(rate, new ScaleByAdamax(0.9, 0.999, 1e-8));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public Adamax withBetas(double beta1, double beta2) {
    return new Adamax(rate, scaling.withBetas(beta1, beta2));
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public Adamax withEpsilon(double epsilon) {
    return new Adamax(rate, scaling.withEpsilon(epsilon));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
