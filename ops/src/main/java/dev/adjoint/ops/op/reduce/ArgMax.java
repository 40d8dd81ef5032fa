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
 * {@code y} is the I32 position of the largest element along an axis, which is dropped: the first
 * one among equals, and the first NaN if there is one, as in NumPy. It has no derivative.
 *
 * @param axis the axis, from 0
 */
public record ArgMax(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ArgExtremumKernel.infer(this, axis, "largest", inputs);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    return new ArgExtremumKernel(AxisLayout.of(x.shape(), axis), x.dtype(), true);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            ArgMax.class,
            Sample.of(new ArgMax(0), Arg.distinct(5)),
            Sample.of(new ArgMax(1), Arg.distinct(2, 3, 4)),
            Sample.of(new ArgMax(2), Arg.index(DType.I64, 3, 2, 3, 4)),
            Sample.of(new ArgMax(1), Arg.distinct(0, 3)))
        .errorInputs(
            new ArgMax(2),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "argMax: axis 2 of f32[2, 3]: must lie within the rank")
        .errorInputs(
            new ArgMax(1),
            List.of(TensorType.of(DType.F32, 2, 0)),
            "argMax: no element along axis 1 of f32[2, 0]; there is no largest of none")
        .errorInputs(
            new ArgMax(0),
            List.of(TensorType.of(DType.BOOL, 2)),
            "argMax: needs numbers, got bool[2]; cast it");
  }
}
