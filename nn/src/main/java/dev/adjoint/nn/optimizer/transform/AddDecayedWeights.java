// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;

/**
 * Adds a share of the parameters: {@code s = g + decay·p}. Before a scaling it is the gradient of
 * the penalty {@code decay/2·|p|²}; after it, it is the decoupled decay of Loshchilov and Hutter
 * (2019, <i>Decoupled Weight Decay Regularization</i>, algorithm 2).
 *
 * @param decay the share
 */
public record AddDecayedWeights(double decay) implements GradientTransform {
  /** Checks the decay. */
  public AddDecayedWeights {
    Preconditions.checkArgument(
        decay >= 0 && Double.isFinite(decay), "weight decay: must not be negative: %s", decay);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    return new Transformed(g.zip(parameters, (step, p) -> step.add(p.mul(decay))), state);
  }
}
