package dev.adjoint.ops.support;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;

/** Checks of input types that several ops make, with errors that name the op. */
public final class InputTypes {
  private InputTypes() {}

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
    if (inputs.size() != 1) {
      throw new ShapeException(op.name(), "takes one input, got " + inputs);
    }
    return withAxis(op, axis, inputs.getFirst());
  }

  /**
   * Returns the only type, which is floating and has an axis in {@code [0, rank)}.
   *
   * @throws ShapeException if it is or has not, or there is not one type
   */
  public static TensorType onlyFloatingWithAxis(Op op, int axis, List<TensorType> inputs) {
    TensorType x = onlyWithAxis(op, axis, inputs);
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

  /**
   * Checks that the only input is a random key, an I64 scalar, and the output of a good dtype.
   *
   * @param output the type of the output
   * @param good whether its dtype is one of the wanted ones
   * @param wanted the names of the wanted ones
   * @throws ShapeException if not
   */
  public static void checkRandom(
      Op op, List<TensorType> inputs, TensorType output, boolean good, String wanted) {
    if (!good) {
      throw new ShapeException(op.name(), "the output must be " + wanted + ", got " + output);
    }
    if (!inputs.equals(List.of(TensorType.of(DType.I64)))) {
      throw new ShapeException(op.name(), "the key must be a scalar i64[], got " + inputs);
    }
  }
}
