// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.reduce;

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
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.reduce.ArgExtremumKernel;
import java.util.List;

/**
 * {@code y} is the I32 position of the smallest element along an axis, which is dropped: the first
 * one among equals, and the first NaN if there is one, as in NumPy. It has no derivative.
 *
 * @param axis the axis, from 0
 */
public record ArgMin(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ArgExtremumKernel.infer(this, axis, "smallest", inputs);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    return new ArgExtremumKernel(AxisLayout.of(x.shape(), axis), x.dtype(), false);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            ArgMin.class,
            Sample.of(new ArgMin(0), Arg.distinct(5)),
            Sample.of(new ArgMin(1), Arg.distinct(2, 3, 4)),
            Sample.of(new ArgMin(2), Arg.index(DType.I64, 3, 2, 3, 4)),
            Sample.of(new ArgMin(1), Arg.distinct(0, 3)))
        .errorInputs(
            new ArgMin(2),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "argMin: axis 2 of f32[2, 3]: must lie within the rank")
        .errorInputs(
            new ArgMin(1),
            List.of(TensorType.of(DType.F32, 2, 0)),
            "argMin: no element along axis 1 of f32[2, 0]; there is no smallest of none")
        .errorInputs(
            new ArgMin(0),
            List.of(TensorType.of(DType.BOOL, 2)),
            "argMin: needs numbers, got bool[2]; cast it");
  }
}
