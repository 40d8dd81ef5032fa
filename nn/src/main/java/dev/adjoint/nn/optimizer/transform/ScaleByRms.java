// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

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
    Moments.checkDecay("rms", "the decay", decay);
    Moments.checkEpsilon("rms", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros(Moments.SECOND, parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter square = Moments.second(state, decay, g);
    return new Transformed(
        g.zip(square, (gradient, v) -> gradient.div(v.sqrt().add(epsilon))),
        state.with(Moments.SECOND, square));
  }
}
