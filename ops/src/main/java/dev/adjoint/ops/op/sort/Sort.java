// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.sort;

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
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.sort.SortKernel;
import java.util.List;

/**
 * {@code y} has the elements of each line of {@code x} along an axis in ascending or descending
 * order, and their original I32 indices; {@code dx} puts {@code dy} back at these indices.
 *
 * <p>The sort is stable in either direction; −0 and 0 are equal. NaN counts as larger than all
 * numbers, so it is last or first, as in PyTorch.
 *
 * @param axis the axis, from 0
 * @param descending whether the largest element comes first
 */
public record Sort(int axis, boolean descending) implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = InputTypes.onlyWithAxis(this, axis, inputs);
    return ImmutableList.of(x, x.withDtype(DType.I32));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new SortKernel(AxisLayout.of(inputs.getFirst().shape(), axis), descending);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
    return List.of(x.getFirst().zerosLike().addAlongAxis(axis, y.get(1), dy.get(0)));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Sort.class,
            Sample.of(new Sort(0, false), Arg.distinct(5)),
            Sample.of(new Sort(1, true), Arg.distinct(2, 3, 2)),
            Sample.of(new Sort(1, false), Arg.distinct(1, 37)),
            Sample.of(new Sort(0, false), Arg.real(0, 3)),
            Sample.of(new Sort(0, true), Arg.index(DType.I64, 3, 21, 2)),
            Sample.of(new Sort(0, false), Arg.bool(5)))
        .errorInputs(
            new Sort(1, false),
            List.of(TensorType.of(DType.F32, 3)),
            "sort: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(new Sort(0, true), List.of(), "sort: takes one input, got []");
  }
}
