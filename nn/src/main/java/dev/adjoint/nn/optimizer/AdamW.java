// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): the parameters decay
 * by {@code rate·decay} a step, whatever their gradients are.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 * @param decay the share of the parameters that a step of rate 1 takes away
 */
public record AdamW(RateSchedule rate, ScaleByAdam scaling, AddDecayedWeights decay)
    implements Optimizer {
  /** Returns AdamW with the decay rates of Adam's paper. */
  public static AdamW of(double rate, double decay) {
    return of(RateSchedule.constant(rate), decay);
  }

  /** Returns AdamW with the decay rates of Adam's paper and a rate that changes. */
  public static AdamW of(RateSchedule rate, double decay) {
    return new AdamW(rate, new ScaleByAdam(0.9, 0.999, 1e-8), new AddDecayedWeights(decay));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public AdamW withBetas(double beta1, double beta2) {
    return new AdamW(rate, scaling.withBetas(beta1, beta2), decay);
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public AdamW withEpsilon(double epsilon) {
    return new AdamW(rate, scaling.withEpsilon(epsilon), decay);
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, decay, new ScaleByRate(rate));
  }
}
