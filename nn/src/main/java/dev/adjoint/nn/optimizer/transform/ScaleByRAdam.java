// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Adam that is rectified: the step is divided by the root of the second moment only once its
 * variance is known well enough (Liu et al. 2020, <i>On the Variance of the Adaptive Learning Rate
 * and Beyond</i>, algorithm 2). With {@code ρ∞ = 2/(1 − beta2) − 1} and {@code ρ = ρ∞ −
 * 2t·beta2ᵗ/(1 − beta2ᵗ)} it is the corrected mean {@code m̂} up to {@code ρ = threshold}, then
 *
 * <pre>{@code
 * s = r·m̂/(√v̂ + epsilon),  r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ))
 * }</pre>
 *
 * @param beta1 how much of the first moment is kept, in {@code [0, 1)}
 * @param beta2 how much of the second moment is kept, in {@code [0.6, 1)}, so that {@code ρ∞ ≥ 4}
 * @param epsilon keeps steps finite where gradients vanish
 * @param threshold the least {@code ρ} is above it: 4 in the paper, 5 in PyTorch and optax
 */
public record ScaleByRAdam(double beta1, double beta2, double epsilon, double threshold)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByRAdam {
    Moments.checkDecay("radam", "beta1", beta1);
    Preconditions.checkArgument(
        beta2 > 0.6 && beta2 < 1, "radam: beta2 must lie in (0.6, 1): %s", beta2);
    Moments.checkEpsilon("radam", epsilon);
    Preconditions.checkArgument(
        threshold >= 4, "radam: the threshold must be 4 at least: %s", threshold);
  }

  /** Returns this with other decay rates. */
  public ScaleByRAdam withBetas(double newBeta1, double newBeta2) {
    return new ScaleByRAdam(newBeta1, newBeta2, epsilon, threshold);
  }

  /** Returns this with another epsilon. */
  public ScaleByRAdam withEpsilon(double newEpsilon) {
    return new ScaleByRAdam(beta1, beta2, newEpsilon, threshold);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return Moments.both(parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = Moments.first(state, beta1, g);
    PerParameter square = Moments.second(state, beta2, g);
    Expr t = state.step().add(1);
    Expr power = Expr.constant(DType.F64, beta2).pow(t);
    double limit = 2 / (1 - beta2) - 1;
    Expr rho = t.mul(power).mul(2).div(power.rsub(1)).rsub(limit);
    Expr isKnown = rho.greater(threshold);
    // Where it is not known yet the root would be of a negative number.
    Expr safe = rho.maximum(threshold);
    Expr rectifier =
        safe.sub(4).mul(safe.sub(2)).mul(limit / ((limit - 4) * (limit - 2))).div(safe).sqrt();
    Expr root = power.rsub(1).sqrt().rdiv(1);
    PerParameter corrected = mean.scale(Moments.complement(beta1, t).rdiv(1));
    PerParameter steps =
        corrected.zip(
            square,
            (m, v) -> {
              Expr divisor = v.sqrt().mul(root.cast(v.dtype())).add(epsilon);
              return Expr.where(isKnown, m.mul(rectifier.cast(m.dtype())).div(divisor), m);
            });
    return new Transformed(steps, Moments.next(state, mean, square));
  }
}
