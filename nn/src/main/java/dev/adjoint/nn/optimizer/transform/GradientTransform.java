// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.collect.ImmutableList;
import java.util.function.Predicate;

/**
 * Turns gradients into steps, or a part of the way: a piece of an optimizer. Optimizers are chains
 * of such pieces, as in optax; a piece is a record with its formula.
 *
 * <p>All of it is written in expressions, so a whole chain is part of the program of a step and is
 * fused with its neighbours.
 */
@FunctionalInterface
public interface GradientTransform {
  /**
   * Returns the state before the first step; by default an empty one.
   *
   * @param parameters the parameters, as expressions of their present values
   */
  default OptimizerState init(PerParameter parameters) {
    return OptimizerState.none();
  }

  /**
   * Returns the transformed gradients and the next state.
   *
   * @param gradients the gradients, or the steps of the transform before
   * @param state the state of {@link #init}, as expressions of the present values
   * @param parameters the parameters, as expressions of their values before the step
   */
  Transformed update(PerParameter gradients, OptimizerState state, PerParameter parameters);

  /**
   * The result of a transform.
   *
   * @param steps the steps: those of the last transform of a chain are subtracted from the
   *     parameters
   * @param state the next state
   */
  record Transformed(PerParameter steps, OptimizerState state) {}

  /** Returns transforms one after another, each on the steps of the one before. */
  static GradientTransform chain(GradientTransform... transforms) {
    return new TransformChain(ImmutableList.copyOf(transforms));
  }

  /**
   * Returns this for some parameters; the gradients of the others are handed on as they are.
   *
   * @param paths which parameters, such as {@code path -> path.endsWith("weight")}
   */
  default GradientTransform where(Predicate<String> paths) {
    return new WhereTransform(this, paths);
  }
}
