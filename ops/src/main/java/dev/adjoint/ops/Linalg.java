// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linear algebra. Matrices are the last two axes, vectors the last one; axes before them are a
 * batch, broadcast where there are two operands.
 */
public final class Linalg {
  /** The name of no axis. */
  private static final char GONE = Character.MAX_VALUE;

  private Linalg() {}

  // ---------------- sums and products

  /**
   * Returns the sum of the main diagonal, {@code Σ xᵢᵢ}, of each matrix.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr trace(Expr x) {
    return x.diagonal().sum(-1);
  }

  /**
   * Returns {@code Σ aᵢ·bᵢ} of vectors {@code […, n]}.
   *
   * @throws ShapeException if they are not of one length
   */
  public static Expr dot(Expr a, Expr b) {
    if (a.shape().isScalar() || b.shape().isScalar() || a.shape().dim(-1) != b.shape().dim(-1)) {
      throw new ShapeException(
          "dot", "needs vectors of one length, got %s · %s".formatted(a.shape(), b.shape()));
    }
    return a.mul(b).sum(-1);
  }

  /**
   * Returns {@code y[…, i, j] = a[…, i]·b[…, j]} of vectors.
   *
   * @throws ShapeException if one is a scalar
   */
  public static Expr outer(Expr a, Expr b) {
    if (a.shape().isScalar() || b.shape().isScalar()) {
      throw new ShapeException(
          "outer", "a scalar is no vector: %s, %s".formatted(a.shape(), b.shape()));
    }
    return a.expandDims(-1).mul(b.expandDims(-2));
  }

  /**
   * Returns the Kronecker product of matrices {@code […, m, n]} and {@code […, p, q]}: {@code y[…,
   * i·p + k, j·q + l] = a[…, i, j]·b[…, k, l]}.
   *
   * @throws ShapeException if one has no two axes
   */
  public static Expr kron(Expr a, Expr b) {
    requireMatrices("kron", a);
    requireMatrices("kron", b);
    Expr y = a.expandDims(-1, -3).mul(b.expandDims(-2, -4));
    Shape s = y.shape();
    Shape batch = s.slice(0, s.rank() - 4);
    long rows = (long) s.dim(-4) * s.dim(-3);
    long columns = (long) s.dim(-2) * s.dim(-1);
    return y.reshape(batch.concat(Shape.of("kron", rows, columns)));
  }

  /**
   * Returns {@code xⁿ} of square matrices, by repeated squaring; {@code x⁰} is the identity.
   *
   * @throws ShapeException if the matrices are not square
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public static Expr matrixPower(Expr x, int n) {
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

  /**
   * Returns the sum of products over the last axes of {@code a} and the first of {@code b}.
   *
   * @param count how many axes of each
   * @throws ShapeException if they have not so many, or their extents differ
   */
  public static Expr tensorDot(Expr a, Expr b, int count) {
    int rank = a.shape().rank();
    if (count < 0 || count > Math.min(rank, b.shape().rank())) {
      throw new ShapeException(
          "tensorDot", "%s axes of %s and %s".formatted(count, a.shape(), b.shape()));
    }
    int[] last = new int[count];
    int[] first = new int[count];
    Arrays.setAll(last, i -> rank - count + i);
    Arrays.setAll(first, i -> i);
    return tensorDot(a, last, b, first);
  }

  /**
   * Returns the sum of products over pairs of axes. The other axes of {@code a} are first in the
   * result, those of {@code b} follow.
   *
   * @throws ShapeException if the axes do not pair, or their extents differ
   */
  public static Expr tensorDot(Expr a, int[] axesA, Expr b, int[] axesB) {
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

  /** Returns {@link #einsum(String, List)} of the given operands. */
  public static Expr einsum(String formula, Expr... operands) {
    return einsum(formula, Arrays.asList(operands));
  }

  /**
   * Returns a sum of products by Einstein's convention, in NumPy's notation: {@code "ij,jk->ik"} is
   * a product of matrices. A letter names an axis of an operand; letters that are not in the result
   * are summed over, and one that an operand has twice takes its diagonal. Without an arrow, the
   * result has the letters that occur once, in the order of the alphabet, capitals first.
   *
   * <p>Two operands at a time are contracted, as products of matrices: first those whose product is
   * smallest beside them.
   *
   * @throws ShapeException if the formula does not fit the operands
   */
  public static Expr einsum(String formula, List<Expr> operands) {
    return Einsum.of(formula, operands);
  }

  // ---------------- norms and distances

  /**
   * Returns the Frobenius norm {@code √Σxᵢⱼ²} of each matrix; its gradient at zeros is 0.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr frobeniusNorm(Expr x) {
    requireMatrices("frobeniusNorm", x);
    return x.norm(2, -2, -1);
  }

  /**
   * Returns the largest sum of a column, {@code maxⱼ Σᵢ|xᵢⱼ|}, of each matrix.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr oneNorm(Expr x) {
    requireMatrices("oneNorm", x);
    return x.abs().sum(-2).max(-1);
  }

  /**
   * Returns the largest sum of a row, {@code maxᵢ Σⱼ|xᵢⱼ|}, of each matrix.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr infinityNorm(Expr x) {
    requireMatrices("infinityNorm", x);
    return x.abs().sum(-1).max(-1);
  }

  /**
   * Returns the Euclidean distances of all pairs of rows, {@code y[…, i, j] = ‖a[…, i] − b[…, j]‖},
   * for {@code […, m, d]} and {@code […, n, d]}. The gradient at equal rows is 0.
   *
   * @throws ShapeException if the rows are not of one length
   */
  public static Expr cdist(Expr a, Expr b) {
    requireMatrices("cdist", a);
    requireMatrices("cdist", b);
    if (a.shape().dim(-1) != b.shape().dim(-1)) {
      throw new ShapeException(
          "cdist", "rows differ in length: %s, %s".formatted(a.shape(), b.shape()));
    }
    return a.expandDims(-2).sub(b.expandDims(-3)).norm(2, -1);
  }

  private static void requireMatrices(String name, Expr x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(name, "needs matrices, got " + x.shape());
    }
  }
}
