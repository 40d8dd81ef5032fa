// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Accumulates gradients: {@code v' = decay·v + g}, {@code s = v'}, or with Nesterov's momentum
 * {@code s = g + decay·v'} (Sutskever et al. 2013, <i>On the Importance of Initialization and
 * Momentum in Deep Learning</i>); optax calls it {@code trace}. With a dampening it is {@code v' =
 * decay·v + (1 − dampening)·g}: an average where the dampening equals the decay.
 *
 * @param decay how much of the last step is kept, at least 0 and less than 1
 * @param dampening how much of a gradient is left out, at least 0 and less than 1
 * @param firstWhole whether the first step is the whole first gradient, as in PyTorch, or is
 *     dampened as the others
 * @param nesterov whether to look one step of momentum ahead
 */
public record Momentum(double decay, double dampening, boolean firstWhole, boolean nesterov)
    implements GradientTransform {
  /** Checks the numbers. */
  public Momentum {
    Moments.checkDecay("momentum", "the decay", decay);
    Moments.checkDecay("momentum", "the dampening", dampening);
  }

  /** Creates one that accumulates whole gradients. */
  public Momentum(double decay, boolean nesterov) {
    this(decay, 0, false, nesterov);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros("velocity", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter velocity =
        state.get("velocity").zip(share(g, state), (v, gi) -> v.mul(decay).add(gi));
    return new Transformed(
        nesterov ? g.zip(velocity, (gi, v) -> gi.add(v.mul(decay))) : velocity,
        state.with("velocity", velocity));
  }

  /** Returns what is accumulated of gradients. */
  private PerParameter share(PerParameter g, OptimizerState state) {
    if (dampening == 0) {
      return g;
    }
    if (!firstWhole) {
      return g.map(gradient -> gradient.mul(1 - dampening));
    }
    return g.scale(Expr.where(state.step().equal(0), Expr.constant(DType.F64, 1), 1 - dampening));
  }
}
