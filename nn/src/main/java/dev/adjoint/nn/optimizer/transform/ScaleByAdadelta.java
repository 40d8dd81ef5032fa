// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import dev.adjoint.ops.Expr;

/**
 * Scales the gradient by the root mean square of past steps over that of gradients (Zeiler 2012,
 * <i>ADADELTA</i>, algorithm 1):
 *
 * <pre>{@code
 * v' = decay·v + (1 − decay)·g²
 * s  = g·√(u + epsilon)/√(v' + epsilon)
 * u' = decay·u + (1 − decay)·s²
 * }</pre>
 *
 * @param decay how much of the means is kept, in {@code [0, 1)}
 * @param epsilon lets the first step begin: it moves by about {@code √epsilon}
 */
public record ScaleByAdadelta(double decay, double epsilon) implements GradientTransform {
  /** Checks the numbers. */
  public ScaleByAdadelta {
    Moments.checkDecay("adadelta", "the decay", decay);
    Moments.checkEpsilon("adadelta", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none().zeros(Moments.SECOND, parameters).zeros("step-square", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter square = Moments.second(state, decay, g);
    PerParameter past = state.get("step-square");
    PerParameter ratio =
        past.zip(square, (u, v) -> u.add(epsilon).sqrt().div(v.add(epsilon).sqrt()));
    PerParameter steps = g.zip(ratio, Expr::mul);
    return new Transformed(
        steps,
        state
            .with(Moments.SECOND, square)
            .with("step-square", past.blend(decay, 1 - decay, steps.map(Expr::square))));
  }
}
