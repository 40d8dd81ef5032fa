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
    return new Nadam(RateSchedule.constant(rate), new ScaleByNadam(0.9, 0.999, 1e-8, 0.004));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
