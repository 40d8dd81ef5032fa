// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * An op that reduces the elements along some axes of its one input into one, and drops these axes.
 *
 * <p>The reduction's order is not the op's: {@link #combine} must be associative and commutative
 * but for rounding.
 */
public non-sealed interface ReductionOp extends Op {
  /** Returns the axes to reduce, ascending, from 0. */
  ImmutableIntArray axes();

  /**
   * Returns the value that {@link #combine} leaves unchanged, a literal.
   *
   * @param dtype the dtype of the input, and of the literal
   */
  Scalar identity(DType dtype);

  /**
   * Returns the combination of a partial result with a further element or partial result, in the
   * same dtype.
   */
  Scalar combine(Scalar accumulator, Scalar x);

  /**
   * Returns the output from the reduced elements; by default the reduction itself.
   *
   * @param count how many elements were reduced
   */
  default Scalar finish(Scalar accumulator, int count) {
    return accumulator;
  }

  /**
   * {@inheritDoc} By default the one input must have the axes, {@link #combine} must keep its
   * dtype, and the output lacks the axes and has the dtype that {@link #finish} gives.
   */
  @Override
  default ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(name(), "takes one input, got " + inputs);
    }
    TensorType in = inputs.getFirst();
    for (int i = 0; i < axes().length(); i++) {
      int axis = axes().get(i);
      if (axis < 0 || axis >= in.shape().rank() || i > 0 && axis <= axes().get(i - 1)) {
        throw new ShapeException(
            name(), "axes " + axes() + " of " + in.shape() + ": must ascend within the rank");
      }
    }
    Scalar x = Scalar.argument(0, in.dtype());
    try {
      Scalar reduced = combine(identity(in.dtype()), x);
      if (reduced.dtype() != in.dtype()) {
        throw new ShapeException(
            name(), "combine must keep dtype " + in.dtype() + ", gives " + reduced.dtype());
      }
      return ImmutableList.of(
          new TensorType(finish(reduced, 1).dtype(), in.shape().without(axes())));
    } catch (ShapeException e) {
      throw e.within(name());
    }
  }

  /** Returns how many elements of an input of the given shape are reduced into one. */
  default int count(Shape in) {
    int count = 1;
    for (int i = 0; i < axes().length(); i++) {
      count *= in.dim(axes().get(i));
    }
    return count;
  }
}
