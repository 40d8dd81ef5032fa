// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByNadam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Adam with Nesterov's momentum (Dozat 2016); see {@link ScaleByNadam}.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 */
public record Nadam(RateSchedule rate, ScaleByNadam scaling) implements Optimizer {
  /** Returns Nadam with decay rates of 0.9 and 0.999, and the paper's growing momentum. */
  public static Nadam of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns Nadam with the paper's growing momentum and a rate that changes. */
  public static Nadam of(RateSchedule rate) {
    return new Nadam(rate, new ScaleByNadam(0.9, 0.999, 1e-8, 0.004));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public Nadam withBetas(double beta1, double beta2) {
    return new Nadam(rate, scaling.withBetas(beta1, beta2));
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public Nadam withEpsilon(double epsilon) {
    return new Nadam(rate, scaling.withEpsilon(epsilon));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
