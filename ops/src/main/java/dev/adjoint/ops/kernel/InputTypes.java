// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;

/** Checks of input types that many ops share, with errors that name the op. */
public final class InputTypes {
  private InputTypes() {}

  /**
   * Returns the only type.
   *
   * @throws ShapeException if there is not one type
   */
  public static TensorType only(Op op, List<TensorType> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(op.name(), "takes one input, got " + inputs);
    }
    return inputs.getFirst();
  }

  /**
   * Returns the only type, which is floating.
   *
   * @throws ShapeException if it is not, or there is not one type
   */
  public static TensorType onlyFloating(Op op, List<TensorType> inputs) {
    return floating(op, only(op, inputs));
  }

  /**
   * Returns the given type, which has an axis in {@code [0, rank)}.
   *
   * @throws ShapeException if it has not
   */
  public static TensorType withAxis(Op op, int axis, TensorType x) {
    if (axis < 0 || axis >= x.shape().rank()) {
      throw new ShapeException(
          op.name(), "axis " + axis + " of " + x + ": must lie within the rank");
    }
    return x;
  }

  /**
   * Returns the only type, which has an axis in {@code [0, rank)}.
   *
   * @throws ShapeException if it has not, or there is not one type
   */
  public static TensorType onlyWithAxis(Op op, int axis, List<TensorType> inputs) {
    return withAxis(op, axis, only(op, inputs));
  }

  /**
   * Returns the only type, which is floating and has an axis in {@code [0, rank)}.
   *
   * @throws ShapeException if it is or has not, or there is not one type
   */
  public static TensorType onlyFloatingWithAxis(Op op, int axis, List<TensorType> inputs) {
    return floating(op, onlyWithAxis(op, axis, inputs));
  }

  /**
   * Returns the only type, which is of numbers and has an axis in {@code [0, rank)}.
   *
   * @throws ShapeException if it is BOOL or has not, or there is not one type
   */
  public static TensorType onlyNumbersWithAxis(Op op, int axis, List<TensorType> inputs) {
    return numbers(op, onlyWithAxis(op, axis, inputs));
  }

  /**
   * Returns the given type, which is of numbers.
   *
   * @throws ShapeException if it is BOOL
   */
  public static TensorType numbers(Op op, TensorType x) {
    if (x.dtype() == DType.BOOL) {
      throw new ShapeException(op.name(), "needs numbers, got " + x + "; cast it");
    }
    return x;
  }

  private static TensorType floating(Op op, TensorType x) {
    if (!x.dtype().isFloating()) {
      throw new ShapeException(op.name(), "needs a floating operand, got " + x + "; cast it");
    }
    return x;
  }

  /**
   * Checks that a tensor can hold indices.
   *
   * @throws ShapeException if its dtype is neither I32 nor I64
   */
  public static void checkIndices(Op op, TensorType indices) {
    if (!indices.dtype().isInteger()) {
      throw new ShapeException(
          op.name(), "indices must be i32 or i64, got " + indices + "; cast them");
    }
  }
}
