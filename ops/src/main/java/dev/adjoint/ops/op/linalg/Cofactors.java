// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.linalg.CofactorMatrix;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The cofactors of square matrices {@code x[…, n, n]}: element {@code [i, j]} is {@code (−1)ⁱ⁺ʲ}
 * times the determinant of {@code x} without row {@code i} and column {@code j}. It is the gradient
 * of the determinant, and {@code det(x)·x⁻ᵀ} where {@code x} has an inverse; it exists in any case:
 * the one cofactor of a number is 1, and those of a matrix of rank {@code n − 2} or less are 0.
 *
 * <p>In the basis of the singular vectors, {@code x = U·diag(s)·Vᵀ}, no division is needed: with
 * {@code H = Uᵀ·dy·V}, and {@code pᵢⱼ} the product of all {@code s} but {@code sᵢ} and {@code sⱼ},
 * {@code dx = det(U)·det(V)·U·D·Vᵀ}, where {@code Dᵢᵢ = Σⱼ pᵢⱼ·Hⱼⱼ} over {@code j ≠ i} and {@code
 * Dᵢⱼ = −pᵢⱼ·Hⱼᵢ}. That holds at every matrix; its own derivative is that of {@link Svd}, so the
 * third one of a determinant needs singular values that differ.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record Cofactors() implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(MatrixTypes.onlySquare(this, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        (long) n * n * n * 2,
        () -> new CofactorMatrix(n),
        (in, out, item, cofactors) -> {
          Rows.load(in[0], item, cofactors.matrix());
          Rows.store(cofactors.compute(), out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape shape = y.shape();
    int n = shape.dim(-1);
    if (n < 2) {
      return List.of(y.zerosLike());
    }
    List<Expr> svd = Expr.applyAll(new Svd(), x);
    Expr u = svd.get(0);
    Expr s = svd.get(1);
    Expr v = svd.get(2).t();
    Expr h = u.t().matmul(dy).matmul(v);
    Expr p = productsWithoutTwo(s);
    Expr diagonal = p.matmul(h.diagonal().expandDims(-1)).squeeze(-1);
    Expr d = diagonal.diagEmbed(0).sub(p.mul(h.t()));
    Expr sign = Expr.apply(new Det(), u).mul(Expr.apply(new Det(), v)).stopGradient().sign();
    return List.of(u.matmul(d).matmul(v.t()).mul(sign.expandDims(-1, -2)));
  }

  /**
   * Returns {@code p[…, i, j]}, the product of all values but {@code i} and {@code j}; 0 where they
   * are the same.
   */
  private static Expr productsWithoutTwo(Expr s) {
    int n = s.shape().dim(-1);
    int last = s.shape().rank() - 1;
    Expr others = s.expandDims(-2).broadcastTo(s.shape().insert(last, n));
    Expr eye = Expr.full(s.type(), 1).diagEmbed(0);
    Expr without = others.mul(eye.neg().add(1)).add(eye);
    // Row i has a one instead of value i. The products of all but one of a row follow from those
    // before and after it.
    Expr before = without.cumProd(-1, true, false);
    Expr after = without.cumProd(-1, true, true);
    return before.mul(after).mul(eye.neg().add(1));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Cofactors.class,
            Sample.of(new Cofactors(), Arg.real(3, 3)),
            Sample.of(new Cofactors(), Arg.real(2, 2, 2)),
            Sample.of(new Cofactors(), Arg.real(1, 1)),
            Sample.of(new Cofactors(), Arg.real(0, 0)))
        .errorInputs(
            new Cofactors(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "cofactors: needs square matrices, got f32[2, 3]");
  }
}
