// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.kernel.linalg.MatrixExponential;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The exponential {@code Σ xᵏ/k!} of square matrices {@code x[…, n, n]}, by scaling, a Padé
 * approximant and squaring.
 *
 * <p>{@code dx} is the Fréchet derivative at {@code xᵀ} in the direction {@code dy}, the upper
 * right block of {@code exp([xᵀ dy; 0 xᵀ])} (Al-Mohy and Higham, <i>Computing the Fréchet
 * derivative of the matrix exponential</i>, 2009). So a derivative takes eight times as long as the
 * value.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record MatrixExp() implements KernelOp, SingleOutput {
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
        8L * n * n * n,
        () -> new MatrixExponential(n),
        (in, out, item, exponential) -> {
          Rows.load(in[0], item, exponential.matrix());
          Rows.store(exponential.compute(), out[0], item);
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    int n = dy.shape().dim(-1);
    if (dy.shape().size() == 0) {
      return List.of(dy.zerosLike());
    }
    // The derivative is linear in dy, the exponential is not: a large dy would be scaled down and
    // squared away with xᵀ. So it is brought to a norm of 1, by factors that count as constants.
    Expr largest = dy.abs().maxKeepDims(-2, -1).mul(n).stopGradient();
    Expr size = Expr.where(largest.greater(0), largest, 1);
    Expr xt = x.getFirst().t();
    Expr above = Expr.concat(-1, xt, dy.div(size));
    Expr below = Expr.concat(-1, xt.zerosLike(), xt);
    Expr both = Expr.apply(new MatrixExp(), Expr.concat(-2, above, below));
    return List.of(both.slice(-2, 0, n).slice(-1, n, 2 * n).mul(size));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            MatrixExp.class,
            Sample.of(new MatrixExp(), Arg.real(3, 3)),
            Sample.of(new MatrixExp(), Arg.between(-4, 4, 2, 2, 2)),
            Sample.of(new MatrixExp(), Arg.structured(Structure.UPPER_TRIANGULAR, 2, 2)),
            Sample.of(new MatrixExp(), Arg.real(1, 1)),
            Sample.of(new MatrixExp(), Arg.real(0, 0)))
        .errorInputs(
            new MatrixExp(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "matrixExp: needs square matrices, got f32[2, 3]");
  }
}
