// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The operation of a node. An op is an immutable record whose components are its parameters, so
 * that two ops are the same if they are equal.
 *
 * <p>The kinds are those that a compiler must tell apart; anyone may add ops of each kind. How an
 * op is differentiated is not said here: see {@code dev.adjoint.ops}.
 */
public sealed interface Op permits LeafOp, ElementwiseOp, ReductionOp, ViewOp, KernelOp, ControlOp {
  /**
   * Returns the name to print and to name in errors, by default that of the record with a small
   * first letter.
   */
  default String name() {
    return OpNames.of(getClass());
  }

  /**
   * Returns the parameters to print after the name, on one line; empty if there are none. By
   * default the components of the record, such as {@code [axes=[0, 1]]}.
   */
  default String parameters() {
    String text = toString();
    int bracket = text.indexOf('[');
    String inside = bracket < 0 ? "" : text.substring(bracket);
    return inside.equals("[]") ? "" : inside;
  }

  /**
   * Returns the types of the outputs, at least one.
   *
   * @param inputs the types of the inputs
   * @throws ShapeException if the op does not take such inputs
   */
  ImmutableList<TensorType> infer(List<TensorType> inputs);
}
