// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

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
 * @param epsilonBeforeCorrection whether epsilon is added to the root of {@code v'} before that is
 *     corrected, as in Keras, and in the second form of the paper's section 2
 */
public record ScaleByAdam(
    double beta1, double beta2, double epsilon, boolean epsilonBeforeCorrection)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByAdam {
    Moments.checkDecay("adam", "beta1", beta1);
    Moments.checkDecay("adam", "beta2", beta2);
    Moments.checkEpsilon("adam", epsilon);
  }

  /** Creates the form of the paper's algorithm 1. */
  public ScaleByAdam(double beta1, double beta2, double epsilon) {
    this(beta1, beta2, epsilon, false);
  }

  /** Returns this with epsilon added before the correction, as in Keras. */
  public ScaleByAdam withEpsilonBeforeCorrection() {
    return new ScaleByAdam(beta1, beta2, epsilon, true);
  }

  /** Returns this with other decay rates. */
  public ScaleByAdam withBetas(double newBeta1, double newBeta2) {
    return new ScaleByAdam(newBeta1, newBeta2, epsilon, epsilonBeforeCorrection);
  }

  /** Returns this with another epsilon. */
  public ScaleByAdam withEpsilon(double newEpsilon) {
    return new ScaleByAdam(beta1, beta2, newEpsilon, epsilonBeforeCorrection);
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
    Expr scale = Moments.complement(beta2, t).sqrt().rdiv(1);
    PerParameter divisor =
        epsilonBeforeCorrection
            ? square.map(v -> v.sqrt().add(epsilon).mul(scale.cast(v.dtype())))
            : square.map(v -> v.sqrt().mul(scale.cast(v.dtype())).add(epsilon));
    return new Transformed(
        mean.scale(Moments.complement(beta1, t).rdiv(1)).zip(divisor, Expr::div),
        Moments.next(state, mean, square));
  }
}
