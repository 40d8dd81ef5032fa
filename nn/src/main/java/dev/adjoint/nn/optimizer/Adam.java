// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Steps scaled by running moments of the gradient (Kingma and Ba 2015); see {@link ScaleByAdam}.
 *
 * <p>The moments of every element move in each step, also where its gradient is zero, and so does
 * the element. For a large table of which a batch looks up few rows, such as that of a {@link
 * dev.adjoint.nn.layer.Embedding}, a step so goes through all of the table and its two moments;
 * {@code Adam.of(rate).lazy()} is the form whose work depends on the batch alone, see {@link
 * Optimizer#lazy}.
 *
 * @param rate about the length of a step
 * @param scaling the moments
 */
public record Adam(RateSchedule rate, ScaleByAdam scaling) implements Optimizer {
  /** Returns Adam with the paper's decay rates: 0.9, 0.999 and an epsilon of 10⁻⁸. */
  public static Adam of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns Adam with the paper's decay rates and a rate that changes. */
  public static Adam of(RateSchedule rate) {
    return new Adam(rate, new ScaleByAdam(0.9, 0.999, 1e-8));
  }

  /** Returns this with other decay rates of the moments: 0.9 and 0.999 if not given. */
  public Adam withBetas(double beta1, double beta2) {
    return new Adam(rate, scaling.withBetas(beta1, beta2));
  }

  /** Returns this with another epsilon: 10⁻⁸ if not given. */
  public Adam withEpsilon(double epsilon) {
    return new Adam(rate, scaling.withEpsilon(epsilon));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(scaling, new ScaleByRate(rate));
  }
}
