// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

/**
 * Divides the gradient by the root of a running mean of its square: {@code v' = decay·v + (1 −
 * decay)·g²}, {@code s = g/(√v' + epsilon)} (Tieleman and Hinton 2012, <i>Lecture 6.5:
 * RMSprop</i>). With epsilon inside the root it is {@code s = g/√(v' + epsilon)}.
 *
 * @param decay how much of the mean is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 * @param epsilonInsideRoot whether epsilon is added to the mean, as in optax and Keras, or to its
 *     root, as in PyTorch
 */
public record ScaleByRms(double decay, double epsilon, boolean epsilonInsideRoot)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByRms {
    Moments.checkDecay("rms", "the decay", decay);
    Moments.checkEpsilon("rms", epsilon);
  }

  /** Creates one that adds epsilon to the root. */
  public ScaleByRms(double decay, double epsilon) {
    this(decay, epsilon, false);
  }

  /** Returns this with epsilon added to the mean, as in optax and Keras. */
  public ScaleByRms withEpsilonInsideRoot() {
    return new ScaleByRms(decay, epsilon, true);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros(Moments.SECOND, parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter square = Moments.second(state, decay, g);
    return new Transformed(
        g.zip(
            square,
            (gradient, v) ->
                gradient.div(epsilonInsideRoot ? v.add(epsilon).sqrt() : v.sqrt().add(epsilon))),
        state.with(Moments.SECOND, square));
  }
}
