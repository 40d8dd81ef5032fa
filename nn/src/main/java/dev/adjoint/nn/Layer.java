// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;

/**
 * A piece of a model: immutable data, with the expression that it makes of its input. The layer is
 * the same in every program it becomes part of; only the values of its parameters change. So models
 * of the same layer share its parameters and states.
 *
 * <p>A layer lists all variables that it uses: what is neither trained nor frozen nor a state is
 * refused before a training begins.
 */
public interface Layer {
  /**
   * Returns what the layer makes of its input.
   *
   * @param x {@code [batch, …]}
   * @param context whether this is for training, and where to leave updates of states
   * @throws dev.adjoint.graph.ShapeException if the layer does not take such an input
   */
  Expr apply(Expr x, ForwardContext context);

  /** Returns what the layer makes of its input when it is not trained. */
  default Expr apply(Expr x) {
    return apply(x, ForwardContext.inference());
  }

  /**
   * Returns what is trained, in an order that never changes; by default nothing. A parameter that
   * stands there twice, as tied weights do, is trained once, by the sum of its gradients.
   */
  default ImmutableList<Parameter> parameters() {
    return ImmutableList.of();
  }

  /**
   * Returns what is updated but not trained, in an order that never changes; by default nothing.
   */
  default ImmutableList<State> states() {
    return ImmutableList.of();
  }

  /** Returns this layer as one that is used but not trained; see {@link Frozen}. */
  default Layer frozen() {
    return new Frozen(this);
  }
}
