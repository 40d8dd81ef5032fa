// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import dev.adjoint.ops.Expr;

/**
 * Takes the sign of a mean of gradients (Chen et al. 2023, <i>Symbolic Discovery of Optimization
 * Algorithms</i>, program 1): {@code s = sign(beta1·m + (1 − beta1)·g)}, {@code m' = beta2·m + (1 −
 * beta2)·g}.
 *
 * @param beta1 how much of the mean stands in a step, in {@code [0, 1)}
 * @param beta2 how much of the mean is kept, in {@code [0, 1)}
 */
public record ScaleByLion(double beta1, double beta2) implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByLion {
    Moments.checkDecay("lion", "beta1", beta1);
    Moments.checkDecay("lion", "beta2", beta2);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros(Moments.FIRST, parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter step = Moments.first(state, beta1, g).map(Expr::sign);
    return new Transformed(step, state.with(Moments.FIRST, Moments.first(state, beta2, g)));
  }
}
