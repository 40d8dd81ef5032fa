// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.linalg.JacobiSvd;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.PseudoInverse;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The pseudo-inverse {@code y = V·diag(1/s)·Uᵀ} of matrices {@code x[…, m, n] = U·diag(s)·Vᵀ}, from
 * those singular values alone that are larger than {@code rcond} times the largest one; {@code y[…,
 * n, m]}.
 *
 * <p>{@code dx = −yᵀ·dy·yᵀ + (I − x·y)·dyᵀ·y·yᵀ + yᵀ·y·dyᵀ·(I − y·x)} (Golub and Pereyra, <i>The
 * differentiation of pseudo-inverses and nonlinear least squares problems whose variables
 * separate</i>, 1973). It needs no singular value to differ from others, and is the derivative
 * among matrices of the same rank: across them the pseudo-inverse jumps. At a matrix of zeros it is
 * 0; at {@code ones(2, 2)} it is −¼ in each element, for a cotangent of ones.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 *
 * @param rcond which part of the largest singular value counts as 0
 */
public record Pinv(double rcond) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = MatrixTypes.onlyMatrices(this, inputs);
    if (!(rcond >= 0)) {
      throw new ShapeException(name(), "rcond must be 0 or more, got " + rcond);
    }
    return ImmutableList.of(MatrixTypes.with(x, x.shape().dim(-1), x.shape().dim(-2)));
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
        () -> new PseudoInverse(m, n),
        (in, out, item, inverse) -> {
          inverse.compute(this, x, in[0], item, rcond);
          Rows.store(inverse.value(), out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> inputs, Expr y, Expr dy) {
    Expr x = inputs.getFirst();
    Expr yt = y.t();
    Expr dyt = dy.t();
    Expr within = yt.matmul(dy).matmul(yt);
    // (I − x·y)·dyᵀ·y·yᵀ and yᵀ·y·dyᵀ·(I − y·x), products from the left and from the right.
    Expr columns = dyt.matmul(y).matmul(yt);
    Expr rows = yt.matmul(y).matmul(dyt);
    Expr outside = columns.sub(x.matmul(y.matmul(columns))).add(rows.sub(rows.matmul(y).matmul(x)));
    return List.of(outside.sub(within));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Pinv.class,
            Sample.of(new Pinv(1e-6), Arg.distinct(3, 3)),
            Sample.of(new Pinv(1e-6), Arg.distinct(2, 4)),
            Sample.of(new Pinv(1e-6), Arg.distinct(2, 3, 2)),
            Sample.of(new Pinv(1e-6), Arg.between(1, 2, 1, 1)),
            Sample.of(new Pinv(1e-6), Arg.real(0, 2)))
        .errorInputs(
            new Pinv(1e-6),
            List.of(TensorType.of(DType.F32, 3)),
            "pinv: needs matrices, of two axes or more, got f32[3]")
        .errorInputs(
            new Pinv(-1),
            List.of(TensorType.of(DType.F32, 3, 3)),
            "pinv: rcond must be 0 or more, got -1.0");
  }
}
