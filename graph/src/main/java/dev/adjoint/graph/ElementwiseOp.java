// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * An op that computes each element of its output from the elements at the same place of its inputs,
 * which all have the output's shape. Its {@link #body} drives the reference interpreter and the
 * emitted code.
 */
public non-sealed interface ElementwiseOp extends Op {
  /**
   * Returns the body of the op for one element.
   *
   * @param x one element of each input
   * @throws ShapeException if the dtypes do not fit
   */
  Scalar body(List<Scalar> x);

  /**
   * {@inheritDoc} By default all shapes must be equal, and the output has that shape and the dtype
   * of the body.
   */
  @Override
  default ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException(name(), "needs at least one input");
    }
    TensorType first = inputs.getFirst();
    Shape shape = first.shape();
    for (TensorType input : inputs) {
      if (!input.shape().equals(shape)) {
        throw new ShapeException(
            name(), "shapes differ: " + inputs + "; broadcast them to one shape first");
      }
    }
    DType dtype = bodyFor(inputs).dtype();
    return ImmutableList.of(dtype == first.dtype() ? first : first.withDtype(dtype));
  }

  /**
   * Returns the body for inputs of the given types, with errors that name this op.
   *
   * @throws ShapeException if the dtypes do not fit, or there are more or fewer inputs than the
   *     body reads
   */
  default Scalar bodyFor(List<TensorType> inputs) {
    ReadArguments arguments = new ReadArguments(inputs);
    Scalar body;
    try {
      body = body(arguments);
    } catch (ShapeException e) {
      throw e.within(name());
    } catch (IndexOutOfBoundsException _) {
      throw new ShapeException(name(), "takes more inputs than the given " + inputs);
    }
    int unread = arguments.firstUnread();
    if (unread >= 0) {
      throw new ShapeException(name(), "does not take input " + unread + " of " + inputs);
    }
    return body;
  }
}
