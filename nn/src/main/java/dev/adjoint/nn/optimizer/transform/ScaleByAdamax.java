// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
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
    Preconditions.checkArgument(
        beta1 >= 0 && beta1 < 1, "adamax: beta1 must lie in [0, 1): %s", beta1);
    Preconditions.checkArgument(
        beta2 >= 0 && beta2 < 1, "adamax: beta2 must lie in [0, 1): %s", beta2);
    Preconditions.checkArgument(epsilon > 0, "adamax: epsilon must be positive: %s", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros("mean", parameters).zeros("maximum", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = state.get("mean").blend(beta1, 1 - beta1, g);
    PerParameter maximum =
        state.get("maximum").zip(g, (u, gradient) -> u.mul(beta2).maximum(gradient.abs()));
    Expr correction = Expr.constant(DType.F64, beta1).pow(state.step().add(1)).rsub(1).rdiv(1);
    return new Transformed(
        mean.scale(correction).zip(maximum, (m, u) -> m.div(u.add(epsilon))),
        state.with("mean", mean).with("maximum", maximum));
  }
}
