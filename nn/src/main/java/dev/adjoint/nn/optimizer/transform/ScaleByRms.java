// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;

/**
 * Divides the gradient by the root of a running mean of its square: {@code v' = decay·v + (1 −
 * decay)·g²}, {@code s = g/(√v' + epsilon)} (Tieleman and Hinton 2012, <i>Lecture 6.5:
 * RMSprop</i>).
 *
 * @param decay how much of the mean is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 */
public record ScaleByRms(double decay, double epsilon) implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByRms {
    Preconditions.checkArgument(
        decay >= 0 && decay < 1, "rms: the decay must lie in [0, 1): %s", decay);
    Preconditions.checkArgument(epsilon > 0, "rms: epsilon must be positive: %s", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros("square", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter square = state.get("square").blend(decay, 1 - decay, g.map(Expr::square));
    return new Transformed(
        g.zip(square, (gradient, v) -> gradient.div(v.sqrt().add(epsilon))),
        state.with("square", square));
  }
}
