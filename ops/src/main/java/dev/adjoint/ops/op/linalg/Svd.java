// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.linalg.JacobiSvd;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The singular values {@code s[…, k]} of matrices {@code A[…, m, n]}, {@code k = min(m, n)}, in
 * descending order, and their vectors, orthonormal columns of {@code U[…, m, k]} and rows of {@code
 * Vᵀ[…, k, n]}: {@code A = U·diag(s)·Vᵀ}. The outputs are {@code U}, {@code s} and {@code Vᵀ}.
 *
 * <p>Of a left vector, the first of those elements that reach nine tenths of its largest magnitude
 * is positive; the right one goes with it.
 *
 * <p>{@code dA = U·(diag(ds) + (F∘(UᵀdU − dUᵀU))·S + S·(F∘(VᵀdV − dVᵀV)))·Vᵀ + (I − UUᵀ)·dU·S⁻¹·Vᵀ
 * + U·S⁻¹·dVᵀ·(I − VVᵀ)}, with {@code Fᵢⱼ = 1/(sⱼ² − sᵢ²)} and 0 on the diagonal (Walter and
 * Lehmann, <i>Algorithmic differentiation of linear algebra functions</i>, 2010). Values have a
 * derivative at any matrix; where some are equal it is that of the vectors given, and right for
 * functions that treat equals alike, such as their sum; at 0, where a value has a kink, it is that
 * of one side. The vectors of equal values have none: it is infinite or NaN.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record Svd() implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = MatrixTypes.onlyMatrices(this, inputs);
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    int k = Math.min(m, n);
    return ImmutableList.of(
        MatrixTypes.with(x, m, k), MatrixTypes.with(x, k), MatrixTypes.with(x, k, n));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int m = x.shape().dim(-2);
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        JacobiSvd.work(m, n),
        () -> new JacobiSvd(m, n),
        (in, out, item, svd) -> {
          svd.compute(this, x, in[0], item);
          Rows.storeTransposed(svd.left(), out[0], item);
          Rows.store(svd.values(), out[1], item);
          Rows.store(svd.right(), out[2], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    Expr u = y.get(0);
    Expr s = y.get(1);
    Expr v = y.get(2).t();
    @Nullable Expr sum = dy.get(1).isZero() ? null : u.mul(dy.get(1).expandDims(-2)).matmul(v.t());
    if (!dy.get(0).isZero()) {
      sum = plus(sum, byVectors(u, s, v, dy.get(0)));
    }
    if (!dy.get(2).isZero()) {
      sum = plus(sum, byVectors(v, s, u, dy.get(2).t()).t());
    }
    return List.of(sum == null ? x.getFirst().zerosLike() : sum);
  }

  private static Expr plus(@Nullable Expr sum, Expr term) {
    return sum == null ? term : sum.add(term);
  }

  /**
   * Returns what the cotangent of the left vectors contributes; that of the right is its mirror.
   */
  private static Expr byVectors(Expr u, Expr s, Expr v, Expr du) {
    Expr eye = Expr.full(s.type(), 1).diagEmbed(0);
    Expr row = s.expandDims(-2);
    Expr column = s.expandDims(-1);
    // The difference of squares as a product keeps its digits; the ones keep 0 off the diagonal.
    Expr gaps = row.sub(column).mul(row.add(column)).add(eye);
    Expr along = u.t().matmul(du);
    Expr turned = along.sub(along.t()).mul(eye.neg().add(1)).div(gaps).mul(row);
    Expr inside = u.matmul(turned);
    if (u.shape().dim(-2) > u.shape().dim(-1)) {
      inside = inside.add(du.sub(u.matmul(along)).div(row));
    }
    return inside.matmul(v.t());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Svd.class,
            Sample.of(new Svd(), Arg.distinct(3, 3)),
            Sample.of(new Svd(), Arg.distinct(4, 2)),
            Sample.of(new Svd(), Arg.distinct(2, 2, 3)),
            Sample.of(new Svd(), Arg.between(1, 2, 1, 1)),
            Sample.of(new Svd(), Arg.real(0, 2)),
            Sample.of(new Svd(), Arg.real(0, 2, 2)))
        .errorInputs(
            new Svd(),
            List.of(TensorType.of(DType.F32, 3)),
            "svd: needs matrices, of two axes or more, got f32[3]");
  }
}
