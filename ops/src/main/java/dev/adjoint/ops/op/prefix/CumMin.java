// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.prefix;

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
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.prefix.ExtremumKernel;
import java.util.List;

/**
 * {@code yᵢ = min xₖ} over all {@code k ≤ i} along an axis, or {@code k ≥ i} in reverse, and its
 * I32 index: the first among equals, and from the first NaN on that. {@code dx} adds up {@code dy}
 * at these indices.
 *
 * @param axis the axis, from 0
 * @param reverse whether to begin at the end
 */
public record CumMin(int axis, boolean reverse) implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ExtremumKernel.infer(this, axis, inputs);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    return new ExtremumKernel(AxisLayout.of(x.shape(), axis), x.dtype(), reverse, false);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    return List.of(x.getFirst().zerosLike().addAlongAxis(axis, y.get(1), dy.get(0)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            CumMin.class,
            Sample.of(new CumMin(0, false), Arg.distinct(5)),
            Sample.of(new CumMin(1, true), Arg.distinct(2, 3, 2)),
            Sample.of(new CumMin(0, false), Arg.real(0, 3)),
            Sample.of(new CumMin(0, true), Arg.index(DType.I64, 9, 4, 2)))
        .errorInputs(
            new CumMin(1, false),
            List.of(TensorType.of(DType.F32, 3)),
            "cumMin: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new CumMin(0, false),
            List.of(TensorType.of(DType.BOOL, 3)),
            "cumMin: needs numbers, got bool[3]; cast it");
  }
}
