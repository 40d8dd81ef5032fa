// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.optimizer.transform.ScaleByTrustRatio;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Momentum for large batches: the gradient of each parameter, with its decay, is scaled to {@code
 * trust} of the parameter's length before it is accumulated (You, Gitman and Ginsburg 2017,
 * <i>Large Batch Training of Convolutional Networks</i>, algorithm 1). The length is that of the
 * gradient and the decay together, as in optax; the paper adds their lengths.
 *
 * @param rate a factor of every step
 * @param trust the length of a gradient beside that of the parameter
 * @param decay the share of the parameters that is added to the gradient
 * @param momentum how scaled gradients are accumulated
 */
public record Lars(
    RateSchedule rate, ScaleByTrustRatio trust, AddDecayedWeights decay, Momentum momentum)
    implements Optimizer {
  /** Returns LARS with the paper's trust of 0.001 and momentum of 0.9. */
  public static Lars of(double rate, double decay) {
    return of(RateSchedule.constant(rate), decay);
  }

  /** Returns LARS with the paper's trust and momentum, and a rate that changes. */
  public static Lars of(RateSchedule rate, double decay) {
    return new Lars(
        rate, new ScaleByTrustRatio(0.001), new AddDecayedWeights(decay), new Momentum(0.9, false));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(decay, trust, momentum, new ScaleByRate(rate));
  }
}
