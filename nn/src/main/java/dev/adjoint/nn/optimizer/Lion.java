// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByLion;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps of one length along the sign of a mean of gradients (Chen et al. 2023): {@code p' = p −
 * rate·(s + decay·p)}; see {@link ScaleByLion}.
 *
 * @param rate the length of a step
 * @param scaling the mean of gradients
 * @param decay the share of the parameters that a step of rate 1 takes away
 */
public record Lion(RateSchedule rate, ScaleByLion scaling, AddDecayedWeights decay)
    implements Optimizer {
  /**
   * Returns Lion with the paper's 0.9 and 0.99, and the decay of the parameters; the rate is about
   * a tenth of Adam's.
   */
  public static Lion of(double rate, double decay) {
    return of(RateSchedule.constant(rate), decay);
  }

  /** Returns Lion with the paper's 0.9 and 0.99, and a rate that changes. */
  public static Lion of(RateSchedule rate, double decay) {
    return new Lion(rate, new ScaleByLion(0.9, 0.99), new AddDecayedWeights(decay));
  }

  /** Returns this with other shares of the mean of gradients: 0.9 and 0.99 if not given. */
  public Lion withBetas(double beta1, double beta2) {
    return new Lion(rate, new ScaleByLion(beta1, beta2), decay);
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, decay, new ScaleByRate(rate));
  }
}
