// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Triangle;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.linalg.LuFactors;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The factors of {@code A[p] = L·U} for matrices {@code A[…, m, n]}, by elimination with partial
 * pivoting: the I32 permutation {@code p[…, m]} of the rows, {@code L[…, m, k]} with ones on its
 * diagonal and zeros above, and {@code U[…, k, n]} with zeros below its diagonal, {@code k = min(m,
 * n)}. Among elements of one magnitude, the first one is the pivot.
 *
 * <p>The permutation is constant around a matrix, unless two candidates for a pivot tie. With
 * {@code A₁}, {@code L₁} and {@code U₁} the first {@code k} rows and columns of {@code A[p]},
 * {@code L} and {@code U}, and {@code A₂}, {@code L₂} or {@code U₂} what is below or beside them:
 * {@code dA₁ = L₁⁻ᵀ·(tril(L₁ᵀ·dL₁ − dU₂·U₂ᵀ) + triu(dU₁·U₁ᵀ − L₂ᵀ·dL₂))·U₁⁻ᵀ}, of which {@code
 * tril} is without the diagonal, {@code dA₂ = L₁⁻ᵀ·dU₂} or {@code dL₂·U₁⁻ᵀ} (Walter and Lehmann,
 * <i>Algorithmic differentiation of linear algebra functions</i>, 2010; PyTorch for those that are
 * not square).
 *
 * <p>Every finite matrix has these factors, a singular one has zeros on the diagonal of {@code U}
 * and no derivative: asking for it is an {@link ArithmeticException} of the run. A matrix with an
 * infinite element or NaN gives NaN and the identity permutation. F32 is computed in F64 and
 * rounded once.
 */
public record Lu() implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = MatrixTypes.onlyMatrices(this, inputs);
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    int k = Math.min(m, n);
    return ImmutableList.of(
        MatrixTypes.with(x, m).withDtype(DType.I32),
        MatrixTypes.with(x, m, k),
        MatrixTypes.with(x, k, n));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    int k = Math.min(m, n);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        (long) m * n * k / 2,
        () -> new LuFactors(m, n),
        (in, out, item, factors) -> {
          Rows.load(in[0], item, factors.matrix());
          factors.factorise();
          for (int i = 0; i < m; i++) {
            out[0].setLong(item * m + i, factors.permutation()[i]);
          }
          storeLower(factors.matrix(), out[1], item, k);
          storeUpper(factors.matrix(), out[2], item, k, n);
        });
  }

  private static void storeLower(double[][] lu, Buffer out, int item, int k) {
    int at = item * lu.length * k;
    for (int i = 0; i < lu.length; i++) {
      for (int j = 0; j < k; j++) {
        out.setDouble(at++, j < i ? lu[i][j] : j == i ? 1 : 0);
      }
    }
  }

  private static void storeUpper(double[][] lu, Buffer out, int item, int k, int n) {
    int at = item * k * n;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        out.setDouble(at++, j < i ? 0 : lu[i][j]);
      }
    }
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    int m = x.getFirst().shape().dim(-2);
    int n = x.getFirst().shape().dim(-1);
    int k = Math.min(m, n);
    Expr lower = y.get(1).slice(-2, 0, k);
    Expr upper = y.get(2).slice(-1, 0, k);
    Expr dl = dy.get(1);
    Expr du = dy.get(2);
    Expr left = lower.t().matmul(dl.slice(-2, 0, k));
    Expr right = du.slice(-1, 0, k).matmul(upper.t());
    if (n > k) {
      left = left.sub(du.slice(-1, k, n).matmul(y.get(2).slice(-1, k, n).t()));
    }
    if (m > k) {
      right = right.sub(y.get(1).slice(-2, k, m).t().matmul(dl.slice(-2, k, m)));
    }
    Expr first = backL(lower, backU(upper, left.tril(-1).add(right.triu(0))));
    Expr permuted = first;
    if (n > k) {
      permuted = Expr.concat(-1, first, backL(lower, du.slice(-1, k, n)));
    }
    if (m > k) {
      permuted = Expr.concat(-2, first, backU(upper, dl.slice(-2, k, m)));
    }
    // Row i of A[p] is row p[i] of A.
    Expr rows = y.getFirst().expandDims(-1).broadcastTo(permuted.shape());
    return List.of(x.getFirst().zerosLike().addAlongAxis(-2, rows, permuted));
  }

  /** Returns {@code L⁻ᵀ·x}. */
  private static Expr backL(Expr lower, Expr x) {
    Triangle triangle = Triangle.LOWER.transposed().unitDiagonal();
    return Expr.apply(new TriangularSolve(triangle), lower, x);
  }

  /** Returns {@code x·U⁻ᵀ}, which is {@code (U⁻¹·xᵀ)ᵀ}. */
  private static Expr backU(Expr upper, Expr x) {
    return Expr.apply(new TriangularSolve(Triangle.UPPER), upper, x.t()).t();
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Lu.class,
            Sample.of(new Lu(), Arg.distinct(3, 3)),
            Sample.of(new Lu(), Arg.distinct(2, 2, 4)),
            Sample.of(new Lu(), Arg.distinct(4, 2)),
            Sample.of(new Lu(), Arg.between(1, 2, 1, 1)),
            Sample.of(new Lu(), Arg.real(0, 2)),
            Sample.of(new Lu(), Arg.real(0, 2, 2)))
        .errorInputs(
            new Lu(),
            List.of(TensorType.of(DType.F32, 3)),
            "lu: needs matrices, of two axes or more, got f32[3]");
  }
}
