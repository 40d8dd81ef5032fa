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
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.kernel.linalg.LuFactors;
import dev.adjoint.ops.kernel.linalg.MatrixKernel;
import dev.adjoint.ops.kernel.linalg.MatrixTypes;
import dev.adjoint.ops.kernel.linalg.Rows;
import java.util.List;

/**
 * The sign of the determinant of square matrices {@code x[…, n, n]}, and the logarithm of its
 * magnitude, which neither overflows nor vanishes: the sum of the logarithms of the pivots of an
 * elimination. A singular matrix has the sign 0 and the logarithm −∞.
 *
 * <p>{@code dx = d(log|det|)·x⁻ᵀ} (Giles, <i>Collected matrix derivative results for forward and
 * reverse mode algorithmic differentiation</i>, 2008, 2.2.4); the sign has the derivative 0. At a
 * singular matrix there is no derivative: asking for it is the {@link ArithmeticException} of the
 * inverse.
 *
 * <p>A matrix with an infinite element or NaN gives NaN. F32 is computed in F64 and rounded once.
 */
public record SlogDet() implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType y = MatrixTypes.with(MatrixTypes.onlySquare(this, inputs));
    return ImmutableList.of(y, y);
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
          out[0].setDouble(item, factors.signOfDeterminant());
          out[1].setDouble(item, factors.logOfDeterminant());
        });
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    if (dy.get(1).isZero()) {
      return List.of(x.getFirst().zerosLike());
    }
    Expr inverse = Expr.apply(new Inverse(), x);
    return List.of(inverse.t().mul(dy.get(1).expandDims(-1, -2)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            SlogDet.class,
            Sample.of(new SlogDet(), Arg.structured(Structure.POSITIVE_DEFINITE, 3, 3)),
            Sample.of(new SlogDet(), Arg.structured(Structure.ORTHOGONAL, 2, 3, 3)),
            Sample.of(new SlogDet(), Arg.between(-2, -1, 1, 1)),
            Sample.of(new SlogDet(), Arg.real(0, 0)))
        .errorInputs(
            new SlogDet(),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "slogDet: needs square matrices, got f32[2, 3]");
  }
}
