// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import dev.adjoint.ops.Expr;

/**
 * Divides the running mean of the gradient by a decaying maximum of its size (Kingma and Ba 2015,
 * algorithm 2): {@code m' = beta1·m + (1 − beta1)·g}, {@code u' = max(beta2·u, |g|)}, {@code s =
 * m'/((1 − beta1ᵗ)·(u' + epsilon))}.
 *
 * @param beta1 how much of the mean is kept, in {@code [0, 1)}
 * @param beta2 how much of the maximum is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where all gradients were 0; the paper has none
 */
public record ScaleByAdamax(double beta1, double beta2, double epsilon)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByAdamax {
    Moments.checkDecay("adamax", "beta1", beta1);
    Moments.checkDecay("adamax", "beta2", beta2);
    Moments.checkEpsilon("adamax", epsilon);
  }

  /** Returns this with other decay rates. */
  public ScaleByAdamax withBetas(double newBeta1, double newBeta2) {
    return new ScaleByAdamax(newBeta1, newBeta2, epsilon);
  }

  /** Returns this with another epsilon. */
  public ScaleByAdamax withEpsilon(double newEpsilon) {
    return new ScaleByAdamax(beta1, beta2, newEpsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros(Moments.FIRST, parameters).zeros("maximum", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = Moments.first(state, beta1, g);
    PerParameter maximum =
        state.get("maximum").zip(g, (u, gradient) -> u.mul(beta2).maximum(gradient.abs()));
    Expr correction = Moments.complement(beta1, state.step().add(1)).rdiv(1);
    return new Transformed(
        mean.scale(correction).zip(maximum, (m, u) -> m.div(u.add(epsilon))),
        state.with(Moments.FIRST, mean).with("maximum", maximum));
  }
}
