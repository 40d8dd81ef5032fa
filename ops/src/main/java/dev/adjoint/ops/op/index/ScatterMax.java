// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.index;

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
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.index.ExtremumScatterKernel;
import dev.adjoint.ops.kernel.index.SliceScatterKernel;
import java.util.List;

/**
 * {@code y} is the maximum of {@code x} and {@code updates} in the slices along an axis that {@code
 * indices} selects: {@code y[…, indices[j], …] = max(y[…, indices[j], …], updates[…, j, …])}; NaN
 * if one of them is. Two further outputs state which elements of {@code x} and of the updates equal
 * the result; among these the derivative is shared evenly.
 *
 * <p>An index outside of {@code [0, extent)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param axis the axis, from 0
 */
public record ScatterMax(int axis) implements KernelOp, Differentiable {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = InputTypes.numbers(this, SliceScatterKernel.infer(this, axis, inputs));
    return ImmutableList.of(x, x.withDtype(DType.BOOL), inputs.get(2).withDtype(DType.BOOL));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new ExtremumScatterKernel(this, axis, inputs, true);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dys) {
    return ExtremumScatterKernel.vjp(axis, x, y, dys.getFirst());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            ScatterMax.class,
            Sample.of(
                new ScatterMax(0), Arg.real(4, 3), Arg.index(DType.I32, 4, 6), Arg.real(6, 3)),
            Sample.of(
                new ScatterMax(1),
                Arg.real(2, 5),
                Arg.index(DType.I64, 5, 2, 2),
                Arg.real(2, 2, 2)),
            Sample.of(new ScatterMax(0), Arg.real(3), Arg.index(DType.I32, 3, 0), Arg.real(0)),
            Sample.of(
                new ScatterMax(0),
                Arg.index(DType.I64, 9, 3),
                Arg.index(DType.I32, 3, 4),
                Arg.index(DType.I64, 9, 4)))
        .errorInputs(
            new ScatterMax(0),
            List.of(
                TensorType.of(DType.F32, 3),
                TensorType.of(DType.F32, 4),
                TensorType.of(DType.F32, 4)),
            "scatterMax: indices must be i32 or i64, got f32[4]; cast them")
        .errorInputs(
            new ScatterMax(0),
            List.of(
                TensorType.of(DType.BOOL, 3),
                TensorType.of(DType.I32, 4),
                TensorType.of(DType.BOOL, 4)),
            "scatterMax: needs numbers, got bool[3]; cast it");
  }
}
