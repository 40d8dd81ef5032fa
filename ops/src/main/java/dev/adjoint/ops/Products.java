// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.linalg.Matmul;

/** The methods of {@link Expr} that multiply matrices, vectors and batches of them. */
public sealed interface Products permits Expr {
  /**
   * Returns the product of matrices {@code this · b}, as NumPy's {@code matmul}: the last two axes
   * are those of the matrices, the axes before them are broadcast. An operand of one axis is a row
   * on the left and a column on the right.
   *
   * @throws ShapeException if the inner dimensions differ
   */
  default Expr matmul(Expr b) {
    Expr a = (Expr) this;
    check(a, b);
    Expr left = a.shape().rank() == 1 ? a.expandDims(0) : a;
    Expr right = b.shape().rank() == 1 ? b.expandDims(1) : b;
    Expr y = right.shape().rank() == 2 ? tall(left, right) : batched(left, right);
    if (b.shape().rank() == 1) {
      y = y.squeeze(-1);
    }
    return a.shape().rank() == 1 ? y.squeeze(b.shape().rank() == 1 ? -1 : -2) : y;
  }

  private static void check(Expr a, Expr b) {
    Shape x = a.shape();
    Shape y = b.shape();
    if (x.isScalar() || y.isScalar()) {
      throw new ShapeException("matmul", "a scalar is no matrix: %s × %s; use mul".formatted(x, y));
    }
    int left = x.dim(-1);
    int right = y.dim(y.rank() == 1 ? 0 : -2);
    if (left != right) {
      throw new ShapeException(
          "matmul", "inner dimensions differ: %s × %s (%s ≠ %s)".formatted(x, y, left, right));
    }
  }

  /**
   * Returns a product in which all matrices on the left share the one on the right. Their rows are
   * merged into one matrix, so there is no batch, and the derivative by the right operand needs no
   * sum over a batch.
   */
  private static Expr tall(Expr left, Expr right) {
    Shape rows = left.shape().slice(0, left.shape().rank() - 1);
    Expr y =
        Expr.apply(
            new Matmul(false, false),
            left.reshape(Shape.of(rows.size(), left.shape().dim(-1))),
            right);
    return y.reshape(rows.concat(Shape.of(right.shape().dim(-1))));
  }

  /** Returns products of matrices whose batches are broadcast. */
  private static Expr batched(Expr left, Expr right) {
    Shape batch = Shape.broadcast("matmul", batch(left.shape()), batch(right.shape()));
    return Expr.apply(new Matmul(false, false), spread(left, batch), spread(right, batch));
  }

  private static Shape batch(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  private static Expr spread(Expr x, Shape batch) {
    Shape matrix = x.shape().slice(x.shape().rank() - 2, x.shape().rank());
    return x.broadcastTo(batch.concat(matrix));
  }
}
