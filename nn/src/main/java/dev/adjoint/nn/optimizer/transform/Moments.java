// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Exponential moving averages of the gradient, the first moment, and of its square, the second,
 * which many scalings share.
 */
final class Moments {
  /** The name of the first moment in a state. */
  static final String FIRST = "mean";

  /** The name of the second moment in a state. */
  static final String SECOND = "square";

  private Moments() {}

  /**
   * Checks a decay rate.
   *
   * @param transform the name of the transform, for the error
   * @param name the name of the rate, for the error
   * @throws IllegalArgumentException if it lies outside of {@code [0, 1)}
   */
  static void checkDecay(String transform, String name, double decay) {
    Preconditions.checkArgument(
        decay >= 0 && decay < 1, "%s: %s must lie in [0, 1): %s", transform, name, decay);
  }

  /**
   * Checks the number that is added to a divisor.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  static void checkEpsilon(String transform, double epsilon) {
    Preconditions.checkArgument(
        epsilon > 0, "%s: epsilon must be positive: %s", transform, epsilon);
  }

  /** Returns the state of a transform that keeps both moments, each 0 at first. */
  static OptimizerState both(PerParameter parameters) {
    return OptimizerState.none().zeros(FIRST, parameters).zeros(SECOND, parameters);
  }

  /** Returns the next first moment, {@code beta·m + (1 − beta)·g}. */
  static PerParameter first(OptimizerState state, double beta, PerParameter g) {
    return state.get(FIRST).blend(beta, 1 - beta, g);
  }

  /** Returns the next second moment, {@code beta·v + (1 − beta)·g²}. */
  static PerParameter second(OptimizerState state, double beta, PerParameter g) {
    return state.get(SECOND).blend(beta, 1 - beta, g.map(Expr::square));
  }

  /** Returns a state with the next values of both moments. */
  static OptimizerState next(OptimizerState state, PerParameter first, PerParameter second) {
    return state.with(FIRST, first).with(SECOND, second);
  }

  /**
   * Returns {@code 1 − betaᵗ} as F64, by which a moment is divided because it begins at 0. F32
   * would lose four digits of {@code 1 − 0.999ᵗ} at the first steps.
   *
   * @param t the number of the step, from 1
   */
  static Expr complement(double beta, Expr t) {
    return Expr.constant(DType.F64, beta).pow(t).rsub(1);
  }
}
