// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Triangle;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.linalg.HouseholderQr;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The factors of {@code A = Q·R} for matrices {@code A[…, m, n]} with {@code m ≥ n}: {@code Q[…, m,
 * n]} whose columns are orthonormal, and {@code R[…, n, n]} upper triangular, by Householder's
 * reflections. The diagonal of {@code R} is made non-negative: so the factors of a matrix of
 * independent columns are unique.
 *
 * <p>{@code dA = (dQ + Q·sym(R·dRᵀ − dQᵀ·Q))·R⁻ᵀ}, where {@code sym} mirrors the lower triangle
 * (Walter and Lehmann, <i>Algorithmic differentiation of linear algebra functions</i>, 2010).
 *
 * <p>Matrices of dependent columns have factors, but no derivative: a zero on the diagonal of
 * {@code R} makes its run fail with an {@link ArithmeticException}. A matrix with an infinite
 * element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record Qr() implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = MatrixTypes.onlyMatrices(this, inputs);
    int n = x.shape().dim(-1);
    if (x.shape().dim(-2) < n) {
      throw new ShapeException(
          name(), "needs as many rows as columns or more, got %s; transpose it".formatted(x));
    }
    return ImmutableList.of(x, MatrixTypes.with(x, n, n));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        4L * m * n * n,
        () -> new HouseholderQr(m, n),
        (in, out, item, qr) -> {
          Rows.loadTransposed(in[0], item, qr.columns());
          qr.factorise(false);
          Rows.storeTransposed(qr.orthogonal(), out[0], item);
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              out[1].setDouble((item * n + i) * n + j, qr.upper(i, j));
            }
          }
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    Expr q = y.get(0);
    Expr r = y.get(1);
    Expr m = r.matmul(dy.get(1).t()).sub(dy.get(0).t().matmul(q));
    Expr mirrored = m.tril(0).add(m.tril(-1).t());
    Expr inner = dy.get(0).add(q.matmul(mirrored));
    // inner·R⁻ᵀ is (R⁻¹·innerᵀ)ᵀ.
    return List.of(Expr.apply(new TriangularSolve(Triangle.UPPER), r, inner.t()).t());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Qr.class,
            Sample.of(new Qr(), Arg.distinct(3, 3)),
            Sample.of(new Qr(), Arg.distinct(4, 2)),
            Sample.of(new Qr(), Arg.distinct(2, 3, 2)),
            Sample.of(new Qr(), Arg.between(1, 2, 3, 1)),
            Sample.of(new Qr(), Arg.real(2, 0)),
            Sample.of(new Qr(), Arg.real(0, 2, 2)))
        .errorInputs(
            new Qr(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "qr: needs as many rows as columns or more, got f32[2, 3]; transpose it")
        .errorInputs(
            new Qr(),
            List.of(TensorType.of(DType.F32, 3)),
            "qr: needs matrices, of two axes or more, got f32[3]");
  }
}
