// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;

/**
 * Brings the singular values of each matrix near 1 and leaves its directions, by Newton and
 * Schulz's iteration (Jordan et al. 2024, <i>Muon</i>): {@code X = G/(‖G‖ + epsilon)}, then a few
 * times
 *
 * <pre>{@code
 * A = X·Xᵀ,  X' = a·X + (b·A + c·A²)·X,  a = 3.4445, b = −4.7750, c = 2.0315
 * }</pre>
 *
 * <p>which sends a singular value {@code σ} to {@code aσ + bσ³ + cσ⁵}: fast to between 0.7 and 1.2,
 * and not exactly to 1. The result is multiplied by {@code √max(1, out/in)} for a matrix of {@code
 * [in, out]}, as weights of {@code Dense} are.
 *
 * @param iterations how often
 * @param epsilon keeps the step finite where a gradient vanishes
 */
public record Orthogonalize(int iterations, double epsilon) implements GradientTransform {
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  /** Checks the numbers. */
  public Orthogonalize {
    Preconditions.checkArgument(
        iterations > 0, "muon: the number of iterations must be positive: %s", iterations);
    Moments.checkEpsilon("muon", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    parameters
        .byPath()
        .forEach((path, parameter) ->
            Preconditions.checkArgument(
                parameter.shape().rank() == 2,
                "muon: takes matrices, '%s' is %s; leave it to another optimizer with except",
                path,
                parameter.type()));
    return OptimizerState.none();
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    return new Transformed(g.map(this::orthogonal), state);
  }

  private Expr orthogonal(Expr g) {
    int in = g.shape().dim(0);
    int out = g.shape().dim(1);
    // X·Xᵀ of the smaller extent.
    Expr x = in > out ? g.transpose(0, 1) : g;
    x = x.div(x.square().sum().sqrt().add(epsilon));
    for (int i = 0; i < iterations; i++) {
      Expr a = x.matmul(x.transpose(0, 1));
      x = x.mul(A).add(a.mul(B).add(a.matmul(a).mul(C)).matmul(x));
    }
    Expr step = in > out ? x.transpose(0, 1) : x;
    return out > in ? step.mul(StrictMath.sqrt((double) out / in)) : step;
  }
}
