// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;

/**
 * The methods of {@link Expr} that take diagonals and triangles of matrices, or make matrices of
 * diagonals. An offset selects the diagonal: 0 is the main one, those above are positive.
 */
public sealed interface MatrixParts permits Expr {
  /** Returns the main diagonals of the matrices of the last two axes, along a new last axis. */
  default Expr diagonal() {
    return diagonal(0, -2, -1);
  }

  /**
   * Returns the diagonals of the matrices of two axes, which are dropped, along a new last axis:
   * {@code y[…, i] = x[…, i, i + offset]}. A diagonal that lies outside has no elements.
   *
   * @param axis1 the axis of the rows
   * @param axis2 the axis of the columns
   * @throws ShapeException if there are no two such axes
   */
  default Expr diagonal(int offset, int axis1, int axis2) {
    Shape in = self().shape();
    int rows = in.axis("diagonal", axis1);
    int columns = in.axis("diagonal", axis2);
    if (rows == columns) {
      throw new ShapeException(
          "diagonal", "axes %s and %s of %s: name two".formatted(axis1, axis2, in));
    }
    long m = in.dim(rows);
    long n = in.dim(columns);
    long count = offset < 0 ? Math.min(m + offset, n) : Math.min(m, n - offset);
    // In one line, neighbours on a diagonal lie a row and an element apart.
    Expr matrices = self().moveAxis(rows, -1).moveAxis(columns - (rows < columns ? 1 : 0), -1);
    Shape others = matrices.shape().slice(0, in.rank() - 2);
    Expr lines = matrices.reshape(MatrixSizes.with("diagonal", others, m * n));
    if (count <= 0) {
      return lines.slice(-1, 0, 0);
    }
    long start = offset < 0 ? -offset * n : offset;
    long stop = start + (count - 1) * (n + 1) + 1;
    int step = count > 1 ? (int) (n + 1) : 1;
    return lines.slice(-1, (int) start, (int) stop, step);
  }

  /**
   * Returns a matrix with the elements of this vector on its main diagonal and 0 elsewhere, or the
   * diagonal of this matrix, as NumPy's {@code diag}. {@link #diagEmbed} and {@link #diagonal()}
   * take batches.
   *
   * @throws ShapeException if this has not one or two axes
   */
  default Expr diag() {
    return switch (self().shape().rank()) {
      case 1 -> diagEmbed(0);
      case 2 -> diagonal();
      default ->
          throw new ShapeException(
              "diag",
              "needs a line or a matrix, got " + self().shape() + "; use diagonal or diagEmbed");
    };
  }

  /**
   * Returns matrices with the elements along the last axis on a diagonal and 0 elsewhere: {@code
   * y[…, i, i + offset] = x[…, i]}. They are square and of the smallest size that holds the
   * diagonal.
   *
   * @throws ShapeException if this is a scalar, or the result has more than 2³¹−1 elements
   */
  default Expr diagEmbed(int offset) {
    Shape in = self().shape();
    int last = in.axis("diagEmbed", -1);
    long count = in.dim(last);
    long n = count + Math.abs((long) offset);
    Shape target = MatrixSizes.with("diagEmbed", in.slice(0, last), n, n);
    if (count == 0) {
      return Expr.full(self().type().withShape(target), 0);
    }
    // The inverse of a diagonal: in one line, the elements are placed a row and an element apart.
    Expr apart = self().expandDims(-1);
    apart = MatrixSizes.padLast(apart, 0, n);
    apart = apart.reshape(MatrixSizes.with("diagEmbed", in.slice(0, last), count * (n + 1)));
    long length = (count - 1) * (n + 1) + 1;
    long before = offset < 0 ? -(long) offset * n : offset;
    Expr trimmed = apart.slice(-1, 0, (int) length);
    return MatrixSizes.padLast(trimmed, before, n * n - length - before).reshape(target);
  }

  /**
   * Returns the lower triangles of the matrices of the last two axes, with 0 above the diagonal
   * {@code offset}.
   *
   * @throws ShapeException if there are no two axes
   */
  default Expr tril(int offset) {
    return MatrixSizes.triangle("tril", self(), offset, true);
  }

  /**
   * Returns the upper triangles of the matrices of the last two axes, with 0 below the diagonal
   * {@code offset}.
   *
   * @throws ShapeException if there are no two axes
   */
  default Expr triu(int offset) {
    return MatrixSizes.triangle("triu", self(), offset, false);
  }

  private Expr self() {
    return (Expr) this;
  }
}
