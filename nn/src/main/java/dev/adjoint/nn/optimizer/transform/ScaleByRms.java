// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

/**
 * Divides the gradient by the root of a running mean of its square: {@code v' = decay·v + (1 −
 * decay)·g²}, {@code s = g/(√v' + epsilon)} (Tieleman and Hinton 2012, <i>Lecture 6.5:
 * RMSprop</i>). With epsilon inside the root it is {@code s = g/√(v' + epsilon)}. Centred, {@code
 * v' − m'²} stands in the place of {@code v'}, with the running mean {@code m' = decay·m + (1 −
 * decay)·g} of gradients (Graves 2013, <i>Generating Sequences With Recurrent Neural Networks</i>,
 * equations 38 to 45).
 *
 * @param decay how much of the mean is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 * @param epsilonInsideRoot whether epsilon is added to the mean, as in optax and Keras, or to its
 *     root, as in PyTorch
 * @param centred whether the variance of gradients stands in the place of their mean square
 */
public record ScaleByRms(double decay, double epsilon, boolean epsilonInsideRoot, boolean centred)
    implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByRms {
    Moments.checkDecay("rms", "the decay", decay);
    Moments.checkEpsilon("rms", epsilon);
  }

  /** Creates one that adds epsilon to the root. */
  public ScaleByRms(double decay, double epsilon) {
    this(decay, epsilon, false, false);
  }

  /** Returns this with epsilon added to the mean, as in optax and Keras. */
  public ScaleByRms withEpsilonInsideRoot() {
    return new ScaleByRms(decay, epsilon, true, centred);
  }

  /** Returns this with the variance of gradients in the place of their mean square. */
  public ScaleByRms withCentring() {
    return new ScaleByRms(decay, epsilon, epsilonInsideRoot, true);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return centred
        ? Moments.both(parameters)
        : OptimizerState.none().zeros(Moments.SECOND, parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter square = Moments.second(state, decay, g);
    OptimizerState next = state.with(Moments.SECOND, square);
    PerParameter spread = square;
    if (centred) {
      PerParameter mean = Moments.first(state, decay, g);
      next = next.with(Moments.FIRST, mean);
      // Rounding may make the variance of equal gradients negative.
      spread = square.zip(mean, (v, m) -> v.sub(m.square()).maximum(0));
    }
    return new Transformed(
        g.zip(
            spread,
            (gradient, v) ->
                gradient.div(epsilonInsideRoot ? v.add(epsilon).sqrt() : v.sqrt().add(epsilon))),
        next);
  }
}
