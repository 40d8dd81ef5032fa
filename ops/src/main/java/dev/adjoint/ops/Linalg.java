// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.linalg.Cholesky;
import dev.adjoint.ops.op.linalg.Cofactors;
import dev.adjoint.ops.op.linalg.Det;
import dev.adjoint.ops.op.linalg.Eigh;
import dev.adjoint.ops.op.linalg.Inverse;
import dev.adjoint.ops.op.linalg.Lu;
import dev.adjoint.ops.op.linalg.MatrixExp;
import dev.adjoint.ops.op.linalg.Pinv;
import dev.adjoint.ops.op.linalg.SlogDet;
import dev.adjoint.ops.op.linalg.Solve;
import dev.adjoint.ops.op.linalg.Svd;
import dev.adjoint.ops.op.linalg.TriangularSolve;
import java.util.Arrays;
import java.util.List;

/**
 * Linear algebra. Matrices are the last two axes, vectors the last one; axes before them are a
 * batch, broadcast where there are two operands. What is no matrix, or not square where it has to
 * be, is a {@link ShapeException}.
 *
 * <p>Systems, determinants and factorisations are computed in F64, also those of F32, and give the
 * same bits on every machine. A matrix with an infinite element or NaN gives NaN.
 */
public final class Linalg {
  /**
   * The determinant of each matrix.
   *
   * @param sign −1, 0 or 1
   * @param logAbs the logarithm of its magnitude
   */
  public record SignLogDet(Expr sign, Expr logAbs) {}

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
    return MatrixProducts.kron(a, b);
  }

  /**
   * Returns {@code xⁿ} of square matrices, by repeated squaring; {@code x⁰} is the identity.
   *
   * @throws ShapeException if the matrices are not square
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public static Expr matrixPower(Expr x, int n) {
    return MatrixProducts.power(x, n);
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
    return MatrixProducts.tensorDot(a, axesA, b, axesB);
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
   * <p>Operands are contracted two at a time, as products of matrices. The pair that comes first is
   * the one whose product is smallest in comparison with its operands.
   *
   * @throws ShapeException if the formula does not fit the operands
   */
  public static Expr einsum(String formula, List<Expr> operands) {
    return Einsum.of(formula, operands);
  }

  // ---------------- systems of equations

  /**
   * Returns the lower triangular {@code L} of {@code L·Lᵀ = x}, with a positive diagonal, for
   * positive definite matrices. It is a function of {@code ½(x + xᵀ)}, so is its derivative. In the
   * run a matrix that is not positive definite is an {@link ArithmeticException}.
   */
  public static Expr cholesky(Expr x) {
    return Expr.apply(new Cholesky(), x);
  }

  /**
   * Returns the solution {@code y} of {@code L·Lᵀ·y = b}.
   *
   * @param factor the {@code L} that {@link #cholesky} gives; only its lower triangle is read
   * @param b right sides {@code […, n, k]}, or one vector {@code [n]}
   * @throws ShapeException if they do not fit
   */
  public static Expr choleskySolve(Expr factor, Expr b) {
    Expr y = triangularSolve(factor, b, Triangle.LOWER);
    return triangularSolve(factor, y, Triangle.LOWER.transposed());
  }

  /**
   * Returns the solution {@code y} of {@code a·y = b} for triangular {@code a}. Elements of {@code
   * a} outside of the triangle are not read. In the run a zero on the diagonal is an {@link
   * ArithmeticException}.
   *
   * @param b right sides {@code […, n, k]}, or one vector {@code [n]}
   * @throws ShapeException if they do not fit
   */
  public static Expr triangularSolve(Expr a, Expr b, Triangle triangle) {
    return LinearSystems.apply(new TriangularSolve(triangle), a, b);
  }

  /**
   * Returns the solution {@code y} of {@code a·y = b} for square {@code a}. In the run a matrix
   * that is exactly singular is an {@link ArithmeticException}.
   *
   * @param b right sides {@code […, n, k]}, or one vector {@code [n]}
   * @throws ShapeException if they do not fit
   */
  public static Expr solve(Expr a, Expr b) {
    return LinearSystems.apply(new Solve(false), a, b);
  }

  /**
   * Returns the inverse matrices. For the product of an inverse and a right side, {@link #solve} is
   * faster and more accurate. In the run a matrix that is exactly singular is an {@link
   * ArithmeticException}.
   */
  public static Expr inverse(Expr x) {
    return Expr.apply(new Inverse(), x);
  }

  /**
   * Returns the {@code y} for which {@code ‖a·y − b‖} is least, for matrices of full rank; if they
   * are wide, the shortest such {@code y}. For matrices of less than full rank, use {@link
   * #pinv(Expr)}. Here their solution is huge, for it is made of rounding errors, or the run ends
   * in an {@link ArithmeticException}.
   *
   * @param a matrices {@code […, m, n]}
   * @param b right sides {@code […, m, k]}, or one vector {@code [m]}
   * @throws ShapeException if they do not fit
   */
  public static Expr lstsq(Expr a, Expr b) {
    return LinearSystems.leastSquares(a, b);
  }

  /** Returns {@link #pinv(Expr, double)} with {@code max(m, n)·ε}, of the dtype's {@code ε}. */
  public static Expr pinv(Expr x) {
    MatrixProducts.requireMatrices("pinv", x);
    int longest = Math.max(x.shape().dim(-1), x.shape().dim(-2));
    return pinv(x, longest * (x.dtype() == DType.F32 ? 0x1p-23 : 0x1p-52));
  }

  /**
   * Returns the pseudo-inverses {@code […, n, m]} of matrices {@code […, m, n]}. The derivative is
   * that among matrices of the same rank.
   *
   * @param rcond which part of the largest singular value counts as 0
   * @throws ShapeException if there are no two axes
   */
  public static Expr pinv(Expr x, double rcond) {
    return Expr.apply(new Pinv(rcond), x);
  }

  // ---------------- determinants

  /**
   * Returns the determinants of square matrices. Singular matrices, too, have the right first and
   * second derivatives.
   */
  public static Expr det(Expr x) {
    return Expr.apply(new Det(), x);
  }

  /**
   * Returns the cofactors of square matrices, which are the gradient of {@link #det}. Singular
   * matrices have them, too.
   */
  public static Expr cofactors(Expr x) {
    return Expr.apply(new Cofactors(), x);
  }

  /**
   * Returns the logarithms of the determinants of square matrices, which do not overflow: −∞ for a
   * singular one, NaN for a negative determinant. There is no derivative at a singular matrix: in
   * the run it is the {@link ArithmeticException} of the inverse.
   */
  public static Expr logDet(Expr x) {
    List<Expr> y = Expr.applyAll(new SlogDet(), List.of(x));
    return Expr.where(y.get(0).less(0), Double.NaN, y.get(1));
  }

  /**
   * Returns sign and logarithm of the magnitude of the determinants of square matrices: 0 and −∞
   * for a singular one, at which there is no derivative; see {@link #logDet}.
   */
  public static SignLogDet slogDet(Expr x) {
    List<Expr> y = Expr.applyAll(new SlogDet(), List.of(x));
    return new SignLogDet(y.get(0), y.get(1));
  }

  // ---------------- factorisations

  /** Returns the factors of {@code x[p] = lower·upper}, by elimination with partial pivoting. */
  public static Factors.Lu lu(Expr x) {
    List<Expr> y = Expr.applyAll(new Lu(), List.of(x));
    return new Factors.Lu(y.get(0), y.get(1), y.get(2));
  }

  /** Returns the reduced factors of {@code x = q·r}; the diagonal of {@code r} is not negative. */
  public static Factors.Qr qr(Expr x) {
    return LinearSystems.qr(x);
  }

  /**
   * Returns the eigenvalues of symmetric matrices in ascending order, and their vectors; {@link
   * Eigh} says how their sign is fixed. It is a function of {@code ½(x + xᵀ)}, so is its
   * derivative. Vectors of equal values have no derivative.
   */
  public static Factors.Eigh eigh(Expr x) {
    List<Expr> y = Expr.applyAll(new Eigh(), List.of(x));
    return new Factors.Eigh(y.get(0), y.get(1));
  }

  /** Returns the values of {@link #eigh}. */
  public static Expr eigvalsh(Expr x) {
    return eigh(x).values();
  }

  /**
   * Returns the reduced singular value decomposition {@code x = u·diag(s)·vt}, values in descending
   * order; {@link Svd} says how signs are fixed. The vectors of equal values have no derivative.
   */
  public static Factors.Svd svd(Expr x) {
    List<Expr> y = Expr.applyAll(new Svd(), List.of(x));
    return new Factors.Svd(y.get(0), y.get(1), y.get(2));
  }

  /** Returns the values of {@link #svd}. */
  public static Expr singularValues(Expr x) {
    return svd(x).s();
  }

  /** Returns the exponentials {@code Σ xᵏ/k!} of square matrices. */
  public static Expr matrixExp(Expr x) {
    return Expr.apply(new MatrixExp(), x);
  }

  // ---------------- norms and distances

  /**
   * Returns the Frobenius norm {@code √Σxᵢⱼ²} of each matrix; its gradient at zeros is 0.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr frobeniusNorm(Expr x) {
    MatrixProducts.requireMatrices("frobeniusNorm", x);
    return x.norm(2, -2, -1);
  }

  /**
   * Returns the largest sum of a column, {@code maxⱼ Σᵢ|xᵢⱼ|}, of each matrix.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr oneNorm(Expr x) {
    MatrixProducts.requireMatrices("oneNorm", x);
    return x.abs().sum(-2).max(-1);
  }

  /**
   * Returns the largest sum of a row, {@code maxᵢ Σⱼ|xᵢⱼ|}, of each matrix.
   *
   * @throws ShapeException if there are no two axes
   */
  public static Expr infinityNorm(Expr x) {
    MatrixProducts.requireMatrices("infinityNorm", x);
    return x.abs().sum(-1).max(-1);
  }

  /**
   * Returns the largest singular value of each matrix; its gradient at zeros is 0.
   *
   * @throws ShapeException if there are no two axes, or no elements
   */
  public static Expr spectralNorm(Expr x) {
    return LinearSystems.someSingularValues("spectralNorm", x).abs().max(-1);
  }

  /** Returns the sum of the singular values of each matrix; values of 0 have the gradient 0. */
  public static Expr nuclearNorm(Expr x) {
    // The magnitude of what is never negative: its slope at 0 is 0, not 1.
    return singularValues(x).abs().sum(-1);
  }

  /**
   * Returns the largest singular value of each matrix divided by its smallest, ∞ if that is 0.
   *
   * @throws ShapeException if there are no two axes, or no elements
   */
  public static Expr cond(Expr x) {
    Expr s = LinearSystems.someSingularValues("cond", x);
    return s.select(-1, 0).div(s.select(-1, s.shape().dim(-1) - 1));
  }

  /**
   * Returns the Euclidean distances of all pairs of rows, {@code y[…, i, j] = ‖a[…, i] − b[…, j]‖},
   * for {@code […, m, d]} and {@code […, n, d]}. The gradient at equal rows is 0.
   *
   * @throws ShapeException if the rows are not of one length
   */
  public static Expr cdist(Expr a, Expr b) {
    MatrixProducts.requireMatrices("cdist", a);
    MatrixProducts.requireMatrices("cdist", b);
    if (a.shape().dim(-1) != b.shape().dim(-1)) {
      throw new ShapeException(
          "cdist", "rows differ in length: %s, %s".formatted(a.shape(), b.shape()));
    }
    return a.expandDims(-2).sub(b.expandDims(-3)).norm(2, -1);
  }
}
