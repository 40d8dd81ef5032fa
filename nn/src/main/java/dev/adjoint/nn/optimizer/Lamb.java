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
    return new Lamb(
        RateSchedule.constant(rate),
        new ScaleByAdam(0.9, 0.999, 1e-6),
        new AddDecayedWeights(decay));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, decay, new ScaleByTrustRatio(1), new ScaleByRate(rate));
  }
}
