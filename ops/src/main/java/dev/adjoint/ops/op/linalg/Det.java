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
import dev.adjoint.ops.kernel.linalg.LuFactors;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The determinant of square matrices {@code x[…, n, n]}: the product of the pivots of an
 * elimination. That of a matrix without rows is 1.
 *
 * <p>{@code dx = dy·cof(x)} with the {@linkplain Cofactors cofactors}, which any matrix has (Magnus
 * and Neudecker, <i>Matrix Differential Calculus</i>, 8.3). So first and second derivatives are
 * right at singular matrices, too: {@code ones(2, 2)} has the gradient {@code [[1, −1], [−1, 1]]},
 * and the second derivative 1 by its elements {@code [0, 0]} and {@code [1, 1]}.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record Det() implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(MatrixTypes.with(MatrixTypes.onlySquare(this, inputs)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    int n = x.shape().dim(-1);
    return MatrixKernel.ofFinite(
        inputs,
        outputs,
        (long) n * n * n / 3,
        () -> new LuFactors(n, n),
        (in, out, item, factors) -> {
          Rows.load(in[0], item, factors.matrix());
          factors.factorise();
          out[0].setDouble(item, factors.determinant());
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.apply(new Cofactors(), x).mul(dy.expandDims(-1, -2)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Det.class,
            Sample.of(new Det(), Arg.real(3, 3)),
            Sample.of(new Det(), Arg.real(2, 2, 2)),
            Sample.of(new Det(), Arg.structured(Structure.SYMMETRIC, 4, 4)),
            Sample.of(new Det(), Arg.real(1, 1)),
            Sample.of(new Det(), Arg.real(0, 0)),
            Sample.of(new Det(), Arg.real(0, 2, 2)))
        .errorInputs(
            new Det(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "det: needs square matrices, got f32[2, 3]");
  }
}
