// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.linalg.Qr;
import java.util.List;

/** Applies ops that solve linear systems to matrices and right sides of different batches. */
final class LinearSystems {
  private LinearSystems() {}

  /**
   * Returns the solutions for matrices {@code […, n, n]}, and right sides {@code […, n, k]} or one
   * vector {@code [n]}.
   */
  static Expr apply(Op op, Expr a, Expr b) {
    MatrixProducts.requireMatrices(op.name(), a);
    if (b.shape().isScalar()) {
      throw new ShapeException(
          op.name(), "a scalar is no right side: %s and %s".formatted(a.shape(), b.shape()));
    }
    if (b.shape().rank() == 1) {
      return apply(op, a, b.expandDims(-1)).squeeze(-1);
    }
    if (a.shape().rank() == 2 && b.shape().rank() > 2 && a.shape().dim(-1) == b.shape().dim(-2)) {
      return ofOneMatrix(op, a, b);
    }
    Shape batch = Shape.broadcast(op.name(), batch(a.shape()), batch(b.shape()));
    return Expr.apply(op, spread(a, batch), spread(b, batch));
  }

  /** Returns the solutions for one matrix: all right sides are columns of one system. */
  private static Expr ofOneMatrix(Op op, Expr a, Expr b) {
    Expr rowsFirst = b.moveAxis(-2, 0);
    int n = b.shape().dim(-2);
    int columns = rowsFirst.shape().slice(1, rowsFirst.shape().rank()).size();
    Expr y = Expr.apply(op, a, rowsFirst.reshape(Shape.of(n, columns)));
    return y.reshape(rowsFirst.shape()).moveAxis(0, -2);
  }

  /** Returns what {@link Linalg#lstsq} says. */
  static Expr leastSquares(Expr a, Expr b) {
    MatrixProducts.requireMatrices("lstsq", a);
    if (b.shape().rank() == 1) {
      return leastSquares(a, b.expandDims(-1)).squeeze(-1);
    }
    if (b.shape().isScalar() || a.shape().dim(-2) != b.shape().dim(-2)) {
      throw new ShapeException(
          "lstsq",
          "right sides must be as high as the matrices: %s and %s".formatted(a.shape(), b.shape()));
    }
    if (a.shape().dim(-2) < a.shape().dim(-1)) {
      // a·y = b for a = Rᵀ·Qᵀ; the shortest y lies in the space of the columns of Q.
      Factors.Qr factors = qr(a.t());
      Triangle transposed = Triangle.UPPER.transposed();
      return factors.q().matmul(Linalg.triangularSolve(factors.r(), b, transposed));
    }
    Factors.Qr factors = qr(a);
    return Linalg.triangularSolve(factors.r(), factors.q().t().matmul(b), Triangle.UPPER);
  }

  /** Returns what {@link Linalg#qr} says. */
  static Factors.Qr qr(Expr x) {
    MatrixProducts.requireMatrices("qr", x);
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    if (m >= n) {
      List<Expr> y = Expr.applyAll(new Qr(), List.of(x));
      return new Factors.Qr(y.get(0), y.get(1));
    }
    // The first columns decide on Q, the others are seen from it.
    List<Expr> y = Expr.applyAll(new Qr(), List.of(x.slice(-1, 0, m)));
    Expr rest = y.get(0).t().matmul(x.slice(-1, m, n));
    return new Factors.Qr(y.get(0), Expr.concat(-1, y.get(1), rest));
  }

  /** Returns singular values of matrices that have some. */
  static Expr someSingularValues(String name, Expr x) {
    MatrixProducts.requireMatrices(name, x);
    if (x.shape().dim(-1) == 0 || x.shape().dim(-2) == 0) {
      throw new ShapeException(name, "a matrix without elements has none: " + x.shape());
    }
    return Linalg.singularValues(x);
  }

  /** Returns the axes before those of the matrices. */
  static Shape batch(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  /** Returns matrices repeated to fill a batch. */
  static Expr spread(Expr x, Shape batch) {
    Shape matrix = x.shape().slice(x.shape().rank() - 2, x.shape().rank());
    return x.broadcastTo(batch.concat(matrix));
  }
}
