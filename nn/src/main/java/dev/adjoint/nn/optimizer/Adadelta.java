// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdadelta;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps whose length follows from past steps (Zeiler 2012); see {@link ScaleByAdadelta}.
 *
 * @param rate a factor of every step, 1 in the paper
 * @param scaling the means
 */
public record Adadelta(RateSchedule rate, ScaleByAdadelta scaling) implements Optimizer {
  /** Returns Adadelta with a decay of 0.9, an epsilon of 10⁻⁶ and the paper's rate of 1. */
  public static Adadelta of() {
    return of(RateSchedule.constant(1));
  }

  /** Returns Adadelta with a decay of 0.9, an epsilon of 10⁻⁶ and a rate that changes. */
  public static Adadelta of(RateSchedule rate) {
    return new Adadelta(rate, new ScaleByAdadelta(0.9, 1e-6));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
