// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.InputTypes;
import java.util.List;

/** What ops of matrices ask of the types of their inputs, and how errors name one of a batch. */
public final class MatrixTypes {
  private MatrixTypes() {}

  /**
   * Returns the only type, which is floating and has two axes or more.
   *
   * @throws ShapeException if it is or has not, or there is not one type
   */
  public static TensorType onlyMatrices(Op op, List<TensorType> inputs) {
    TensorType x = InputTypes.onlyFloating(op, inputs);
    if (x.shape().rank() < 2) {
      throw new ShapeException(op.name(), "needs matrices, of two axes or more, got " + x);
    }
    return x;
  }

  /**
   * Returns the only type, which is floating and whose last two axes are of one extent.
   *
   * @throws ShapeException if it is not, or there is not one type
   */
  public static TensorType onlySquare(Op op, List<TensorType> inputs) {
    TensorType x = onlyMatrices(op, inputs);
    if (x.shape().dim(-1) != x.shape().dim(-2)) {
      throw new ShapeException(op.name(), "needs square matrices, got " + x);
    }
    return x;
  }

  /**
   * Returns the type of the second of two inputs, matrices as high as the square ones of the first,
   * with the same batch axes.
   *
   * @throws ShapeException if they are not
   */
  public static TensorType rightSides(Op op, List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(op.name(), "takes matrices and right sides, got " + inputs);
    }
    TensorType a = onlySquare(op, inputs.subList(0, 1));
    TensorType b = inputs.get(1);
    if (a.dtype() != b.dtype()) {
      throw new ShapeException(
          op.name(), "dtypes differ: %s and right sides %s; cast one".formatted(a, b));
    }
    boolean fits =
        b.shape().rank() == a.shape().rank()
            && batch(b.shape()).equals(batch(a.shape()))
            && b.shape().dim(-2) == a.shape().dim(-1);
    if (!fits) {
      throw new ShapeException(
          op.name(),
          "right sides must be as high as the matrices and of one batch with them: %s and %s"
              .formatted(a.shape(), b.shape()));
    }
    return b;
  }

  /** Returns the axes before those of the matrices. */
  public static Shape batch(Shape matrices) {
    return matrices.slice(0, matrices.rank() - 2);
  }

  /** Returns the type of other matrices, or of a vector, in the same batch. */
  public static TensorType with(TensorType matrices, int... dims) {
    return matrices.withShape(batch(matrices.shape()).concat(Shape.of(dims)));
  }

  /** Returns how an error names a matrix: its type, and its place in the batch if there is one. */
  public static String name(TensorType matrices, int item) {
    Shape batch = batch(matrices.shape());
    if (batch.isScalar()) {
      return "the matrix " + matrices;
    }
    StringBuilder place = new StringBuilder();
    int rest = item;
    for (int axis = batch.rank() - 1; axis >= 0; axis--) {
      place.insert(0, rest % batch.dim(axis)).insert(0, axis == 0 ? "" : ", ");
      rest /= batch.dim(axis);
    }
    return "matrix [" + place + "] of " + matrices;
  }
}
