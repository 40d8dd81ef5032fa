// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

/**
 * Accumulates gradients: {@code v' = decay·v + g}, {@code s = v'}, or with Nesterov's momentum
 * {@code s = g + decay·v'} (Sutskever et al. 2013, <i>On the Importance of Initialization and
 * Momentum in Deep Learning</i>); optax calls it {@code trace}.
 *
 * @param decay how much of the last step is kept, at least 0 and less than 1
 * @param nesterov whether to look one step of momentum ahead
 */
public record Momentum(double decay, boolean nesterov) implements GradientTransform {
  /** Checks the decay. */
  public Momentum {
    Moments.checkDecay("momentum", "the decay", decay);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros("velocity", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter velocity = state.get("velocity").zip(g, (v, gi) -> v.mul(decay).add(gi));
    return new Transformed(
        nesterov ? g.zip(velocity, (gi, v) -> gi.add(v.mul(decay))) : velocity,
        state.with("velocity", velocity));
  }
}
