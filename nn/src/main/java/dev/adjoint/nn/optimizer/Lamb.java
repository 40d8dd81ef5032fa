// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.optimizer.transform.ScaleByTrustRatio;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * AdamW for large batches: the step of each parameter is as long as the parameter, times the rate
 * (You et al. 2020, algorithm 2); see {@link ScaleByTrustRatio}.
 *
 * @param rate the length of a step beside that of the parameter
 * @param scaling the moments
 * @param decay the share of the parameters that is added to the step
 */
public record Lamb(RateSchedule rate, ScaleByAdam scaling, AddDecayedWeights decay)
    implements Optimizer {
  /** Returns LAMB with decay rates of 0.9 and 0.999, and the paper's epsilon of 10⁻⁶. */
  public static Lamb of(double rate, double decay) {
    return of(RateSchedule.constant(rate), decay);
  }

  /** Returns LAMB with the paper's decay rates and epsilon, and a rate that changes. */
  public static Lamb of(RateSchedule rate, double decay) {
    return new Lamb(rate, new ScaleByAdam(0.9, 0.999, 1e-6), new AddDecayedWeights(decay));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public Lamb withBetas(double beta1, double beta2) {
    return new Lamb(rate, scaling.withBetas(beta1, beta2), decay);
  }

  /** Returns this with another epsilon: 10⁻⁶ if not given. */
  public Lamb withEpsilon(double epsilon) {
    return new Lamb(rate, scaling.withEpsilon(epsilon), decay);
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, decay, new ScaleByTrustRatio(1), new ScaleByRate(rate));
  }
}
