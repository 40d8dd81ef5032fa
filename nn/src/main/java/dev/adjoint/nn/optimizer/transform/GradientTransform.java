// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.collect.ImmutableList;
import java.util.function.Predicate;

/**
 * What becomes of gradients on their way to being steps: a piece of an optimizer. Optimizers are
 * chains of such pieces, as in optax; a piece is a record with its formula.
 *
 * <p>All of it is written in expressions, so a whole chain is part of the program of a step and is
 * fused with its neighbours.
 */
@FunctionalInterface
public interface GradientTransform {
  /**
   * Returns what the transform remembers, before the first step; by default nothing.
   *
   * @param parameters the parameters, as expressions of their present values
   */
  default OptimizerState init(PerParameter parameters) {
    return OptimizerState.none();
  }

  /**
   * Returns what becomes of the gradients, and of what is remembered.
   *
   * @param gradients the gradients, or what the transform before made of them
   * @param state what {@link #init} returned, as expressions of the present values
   * @param parameters the parameters, as expressions of their values before the step
   */
  Transformed update(PerParameter gradients, OptimizerState state, PerParameter parameters);

  /**
   * The result of a transform.
   *
   * @param steps what to hand on: the last of a chain gives what is subtracted from the parameters
   * @param state the next values of what is remembered
   */
  record Transformed(PerParameter steps, OptimizerState state) {}

  /** Returns transforms one after another, each taking what the one before it makes. */
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
