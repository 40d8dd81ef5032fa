// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;

/**
 * Divides the gradient by the root of the sum of all its squares: {@code n' = n + g²}, {@code s =
 * g/(√n' + epsilon)} (Duchi, Hazan and Singer 2011, <i>Adaptive Subgradient Methods</i>, figure 1).
 *
 * @param initialAccumulator the initial {@code n}: 0 in the paper and PyTorch, 0.1 in optax and
 *     Keras
 * @param epsilon keeps steps finite where gradients vanish
 */
public record ScaleByAdagrad(double initialAccumulator, double epsilon)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByAdagrad {
    Preconditions.checkArgument(
        initialAccumulator >= 0,
        "adagrad: the initial accumulator must not be negative: %s",
        initialAccumulator);
    Moments.checkEpsilon("adagrad", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().full("sum", initialAccumulator, parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter sum = state.get("sum").zip(g, (n, gradient) -> n.add(gradient.square()));
    return new Transformed(
        g.zip(sum, (gradient, n) -> gradient.div(n.sqrt().add(epsilon))), state.with("sum", sum));
  }
}
