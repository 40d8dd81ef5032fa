// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.Orthogonalize;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.schedule.RateSchedule;

/**
 * Momentum whose steps are made orthogonal (Jordan et al. 2024, <i>Muon: An Optimizer for Hidden
 * Layers in Neural Networks</i>); see {@link Orthogonalize}. It is for the matrices of hidden
 * layers; another optimizer takes the other parameters: {@code Muon.of(0.02, 0).except(path ->
 * !path.endsWith("weight"), Adam.of(0.001))}.
 *
 * @param rate the length of a step along each direction
 * @param momentum how gradients are accumulated before
 * @param orthogonalize how steps are made orthogonal
 * @param decay the share of the parameters that a step of rate 1 takes away
 */
public record Muon(
    RateSchedule rate, Momentum momentum, Orthogonalize orthogonalize, AddDecayedWeights decay)
    implements Optimizer {
  /** Returns Muon with Nesterov's momentum of 0.95 and five steps of the iteration. */
  public static Muon of(double rate, double decay) {
    return of(RateSchedule.constant(rate), decay);
  }

  /** Returns Muon with Nesterov's momentum of 0.95 and a rate that changes. */
  public static Muon of(RateSchedule rate, double decay) {
    return new Muon(
        rate, new Momentum(0.95, true), new Orthogonalize(5, 1e-7), new AddDecayedWeights(decay));
  }

  @Override
  public GradientTransform transform() {
    return GradientTransform.chain(momentum, orthogonalize, decay, new ScaleByRate(rate));
  }
}
