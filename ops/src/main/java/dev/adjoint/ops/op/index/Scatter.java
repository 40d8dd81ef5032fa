// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.index;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.index.SliceScatterKernel;
import java.util.List;

/**
 * {@code y} is {@code x} with its slices along an axis that {@code indices} selects replaced by
 * {@code updates}: {@code y[…, indices[j], …] = updates[…, j, …]}. Of several updates of one slice
 * the last one counts. {@code dx} is {@code dy} with 0 at the indices, and the derivative by an
 * update is {@code dy} if it counted, else 0.
 *
 * <p>An index outside of {@code [0, extent)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param axis the axis, from 0
 */
public record Scatter(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(SliceScatterKernel.infer(this, axis, inputs));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new SliceScatterKernel(this, axis, inputs) {
      @Override
      protected void write(Buffer updates, int from, Buffer y, int to, int length) {
        System.arraycopy(
            updates.array(), updates.offset() + from, y.array(), y.offset() + to, length);
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr indices = x.get(1);
    Expr dx = Expr.apply(this, dy, indices, x.get(2).zerosLike());
    return List.of(
        dx, Expr.none(), Expr.where(stays(indices, y.shape()), dy.gather(axis, indices), 0));
  }

  /** Returns which updates count: those whose number is the last one written to their slice. */
  private Expr stays(Expr indices, Shape x) {
    Expr numbers = Expr.constant(Tensor.arange(DType.I32, indices.shape().size()));
    Expr none = Expr.full(TensorType.of(DType.I32, x.dim(axis)), -1);
    Expr last = Expr.apply(new Scatter(0), none, indices.flatten(), numbers);
    Expr stays = last.gather(0, indices).equal(numbers.reshape(indices.shape()));
    for (int i = axis + 1; i < x.rank(); i++) {
      stays = stays.expandDims(-1);
    }
    return stays;
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Scatter.class,
            Sample.of(new Scatter(0), Arg.real(4, 3), Arg.index(DType.I32, 4, 6), Arg.real(6, 3)),
            Sample.of(
                new Scatter(1), Arg.real(2, 5), Arg.index(DType.I64, 5, 2, 2), Arg.real(2, 2, 2)),
            Sample.of(
                new Scatter(1), Arg.real(2, 3, 2), Arg.index(DType.I32, 3, 1), Arg.real(2, 1, 2)),
            Sample.of(new Scatter(0), Arg.real(3), Arg.index(DType.I32, 3, 0), Arg.real(0)),
            Sample.of(new Scatter(0), Arg.bool(3), Arg.index(DType.I32, 3, 4), Arg.bool(4)))
        .errorInputs(
            new Scatter(0),
            List.of(
                TensorType.of(DType.F32, 3, 2),
                TensorType.of(DType.I32, 4),
                TensorType.of(DType.F32, 4)),
            "scatter: updates of f32[3, 2] at indices i32[4] on axis 0 must be f32[4, 2], got"
                + " f32[4]")
        .errorInputs(
            new Scatter(0),
            List.of(TensorType.of(DType.F32, 3)),
            "scatter: takes a tensor, indices and updates, got [f32[3]]");
  }
}
