// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.optimizer.transform.ScaleByRms;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps scaled by the root of a running mean of squares (Tieleman and Hinton 2012); see {@link
 * ScaleByRms}.
 *
 * @param rate about the length of a step
 * @param scaling the running mean
 */
public record RmsProp(RateSchedule rate, ScaleByRms scaling) implements Optimizer {
  /** Returns RMSprop with the lecture's decay of 0.9 and an epsilon of 10⁻⁸. */
  public static RmsProp of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns RMSprop with the lecture's decay and a rate that changes. */
  public static RmsProp of(RateSchedule rate) {
    return new RmsProp(rate, new ScaleByRms(0.9, 1e-8));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
