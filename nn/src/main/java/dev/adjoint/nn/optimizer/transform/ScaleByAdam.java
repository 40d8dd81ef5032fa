// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Divides running means of the gradient by the root of running means of its square (Kingma and Ba
 * 2015, <i>Adam: A Method for Stochastic Optimization</i>, algorithm 1). At step {@code t}, from 1:
 *
 * <pre>{@code
 * m' = beta1·m + (1 − beta1)·g
 * v' = beta2·v + (1 − beta2)·g²
 * s  = m'/(1 − beta1ᵗ) / (√(v'/(1 − beta2ᵗ)) + epsilon)
 * }</pre>
 *
 * @param beta1 how much of the first moment is kept, in {@code [0, 1)}
 * @param beta2 how much of the second moment is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 */
public record ScaleByAdam(double beta1, double beta2, double epsilon) implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByAdam {
    Preconditions.checkArgument(
        beta1 >= 0 && beta1 < 1, "adam: beta1 must lie in [0, 1): %s", beta1);
    Preconditions.checkArgument(
        beta2 >= 0 && beta2 < 1, "adam: beta2 must lie in [0, 1): %s", beta2);
    Preconditions.checkArgument(epsilon > 0, "adam: epsilon must be positive: %s", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros("mean", parameters).zeros("square", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = state.get("mean").blend(beta1, 1 - beta1, g);
    PerParameter square = state.get("square").blend(beta2, 1 - beta2, g.map(Expr::square));
    // In F64 for all parameters: 1 − 0.999ᵗ loses four digits of F32 at the first steps.
    Expr t = state.step().add(1);
    Expr scale = complement(beta2, t).sqrt().rdiv(1);
    PerParameter divisor = square.map(v -> v.sqrt().mul(scale.cast(v.dtype())).add(epsilon));
    return new Transformed(
        mean.scale(complement(beta1, t).rdiv(1)).zip(divisor, Expr::div),
        state.with("mean", mean).with("square", square));
  }

  /** Returns {@code 1 − betaᵗ} as F64. */
  private static Expr complement(double beta, Expr t) {
    return Expr.constant(DType.F64, beta).pow(t).rsub(1);
  }
}
