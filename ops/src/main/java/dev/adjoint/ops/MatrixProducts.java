// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Products of matrices and tensors that are made of others; see {@link Linalg}. */
final class MatrixProducts {
  /** The name of no axis. */
  private static final char GONE = Character.MAX_VALUE;

  private MatrixProducts() {}

  /** Returns what {@link Linalg#kron} says. */
  static Expr kron(Expr a, Expr b) {
    requireMatrices("kron", a);
    requireMatrices("kron", b);
    Expr y = a.expandDims(-1, -3).mul(b.expandDims(-2, -4));
    Shape s = y.shape();
    Shape batch = s.slice(0, s.rank() - 4);
    long rows = (long) s.dim(-4) * s.dim(-3);
    long columns = (long) s.dim(-2) * s.dim(-1);
    return y.reshape(batch.concat(Shape.of("kron", rows, columns)));
  }

  /** Returns what {@link Linalg#matrixPower} says. */
  static Expr power(Expr x, int n) {
    requireMatrices("matrixPower", x);
    if (x.shape().dim(-1) != x.shape().dim(-2)) {
      throw new ShapeException("matrixPower", "needs square matrices, got " + x.shape());
    }
    Preconditions.checkArgument(n >= 0, "matrixPower: negative power %s", n);
    if (n == 0) {
      Shape diagonal = x.shape().slice(0, x.shape().rank() - 1);
      return Expr.full(x.type().withShape(diagonal), 1).diagEmbed(0);
    }
    Expr square = x;
    int left = n;
    for (; left % 2 == 0; left /= 2) {
      square = square.matmul(square);
    }
    Expr y = square;
    for (left /= 2; left > 0; left /= 2) {
      square = square.matmul(square);
      y = left % 2 == 1 ? y.matmul(square) : y;
    }
    return y;
  }

  /** Returns what {@link Linalg#tensorDot(Expr, int[], Expr, int[])} says. */
  static Expr tensorDot(Expr a, int[] axesA, Expr b, int[] axesB) {
    if (axesA.length != axesB.length) {
      throw new ShapeException(
          "tensorDot",
          "axes do not pair: %s and %s".formatted(Arrays.toString(axesA), Arrays.toString(axesB)));
    }
    StringBuilder left = new StringBuilder();
    StringBuilder right = new StringBuilder();
    IntStream.range(0, a.shape().rank()).forEach(i -> left.append((char) i));
    int rank = a.shape().rank();
    IntStream.range(0, b.shape().rank()).forEach(i -> right.append((char) (rank + i)));
    StringBuilder kept = new StringBuilder(left).append(right);
    for (int i = 0; i < axesA.length; i++) {
      int of = a.shape().axis("tensorDot", axesA[i]);
      int with = b.shape().axis("tensorDot", axesB[i]);
      if (a.shape().dim(of) != b.shape().dim(with)) {
        throw new ShapeException(
            "tensorDot",
            "extents of axes %s and %s differ: %s × %s".formatted(of, with, a.shape(), b.shape()));
      }
      if (kept.charAt(of) == GONE || kept.charAt(rank + with) == GONE) {
        throw new ShapeException("tensorDot", "an axis is named twice");
      }
      right.setCharAt(with, (char) of);
      kept.setCharAt(of, GONE);
      kept.setCharAt(rank + with, GONE);
    }
    return new NamedAxes(a, left.toString())
        .contract(new NamedAxes(b, right.toString()), kept.toString())
        .value();
  }

  /** Refuses what has no two axes. */
  static void requireMatrices(String name, Expr x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(name, "needs matrices, got " + x.shape());
    }
  }
}
