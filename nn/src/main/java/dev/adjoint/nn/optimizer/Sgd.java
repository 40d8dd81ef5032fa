// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Stochastic gradient descent (Robbins and Monro 1951): {@code p' = p − rate·g}, or with {@link
 * Momentum} in place of {@code g}.
 *
 * @param rate the length of a step for a gradient of 1
 * @param momentum how gradients are accumulated; a decay of 0 means that they are not
 */
public record Sgd(RateSchedule rate, Momentum momentum) implements Optimizer {
  /** Returns plain gradient descent. */
  public static Sgd of(double rate) {
    return of(RateSchedule.constant(rate));
  }

  /** Returns plain gradient descent with a rate that changes. */
  public static Sgd of(RateSchedule rate) {
    return new Sgd(rate, new Momentum(0, false));
  }

  /** Returns this with momentum, which is multiplied by {@code decay} in each step. */
  public Sgd withMomentum(double decay) {
    return new Sgd(
        rate,
        new Momentum(decay, momentum.dampening(), momentum.firstWhole(), momentum.nesterov()));
  }

  /**
   * Returns this with a part of each gradient left out of the momentum, but for the first one, as
   * in PyTorch; see {@link Momentum}.
   */
  public Sgd withDampening(double share) {
    return new Sgd(rate, new Momentum(momentum.decay(), share, true, momentum.nesterov()));
  }

  /**
   * Returns this with an average of gradients as its momentum, {@code v' = decay·v + (1 −
   * decay)·g}.
   */
  public Sgd withAverage(double decay) {
    return new Sgd(rate, new Momentum(decay, decay, false, momentum.nesterov()));
  }

  /** Returns this with Nesterov's momentum. */
  public Sgd withNesterov() {
    return new Sgd(
        rate, new Momentum(momentum.decay(), momentum.dampening(), momentum.firstWhole(), true));
  }

  @Override
  public GradientTransform transform() {
    GradientTransform scaling = new ScaleByRate(rate);
    return momentum.decay() == 0 ? scaling : GradientTransform.chain(momentum, scaling);
  }
}
