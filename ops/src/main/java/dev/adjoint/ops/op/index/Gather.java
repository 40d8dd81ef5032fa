// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.index;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.machine.SliceCopy;
import dev.adjoint.exec.tile.RowGather;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.IndexRange;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.List;

/**
 * {@code y} has the slices of {@code x} along an axis that {@code indices} selects; the axes of
 * {@code indices} replace that axis, as in NumPy's {@code take}: {@code y[…, j, …] = x[…,
 * indices[j], …]}. {@code dx} is zeros with {@code dy} added at the same indices.
 *
 * <p>An index outside of {@code [0, extent)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param axis the axis, from 0
 */
public record Gather(int axis) implements RowGather, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes a tensor and indices, got " + inputs);
    }
    TensorType x = InputTypes.withAxis(this, axis, inputs.get(0));
    InputTypes.checkIndices(this, inputs.get(1));
    Shape in = x.shape();
    ImmutableIntArray dims =
        ImmutableIntArray.builder()
            .addAll(in.dims().subArray(0, axis))
            .addAll(inputs.get(1).shape().dims())
            .addAll(in.dims().subArray(axis + 1, in.rank()))
            .build();
    return ImmutableList.of(x.withShape(Shape.of(dims)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout x = AxisLayout.of(inputs.get(0).shape(), axis);
    int indices = inputs.get(1).size();
    int slices = outputs.getFirst().size() == 0 ? 0 : x.outer() * indices;
    SliceCopy copy = SliceCopy.of(outputs.getFirst().dtype(), x.inner(), slices);
    return new RangeKernel(slices, x.inner()) {
      @Override
      protected void begin(Buffer[] in) {
        checkIndices(in[1], x.extent());
      }

      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int item = from; item < to; ) {
          int outer = item / indices;
          int first = item % indices;
          int end = Math.min(indices, first + to - item);
          int at = in[0].offset() + outer * x.extent() * x.inner();
          int target = out[0].offset() + item * x.inner();
          if (in[1].dtype() == DType.I32) {
            int start = in[1].offset();
            copy.take(
                in[0].array(), at, in[1].i32(), start + first, start + end, out[0].array(), target);
          } else {
            for (int i = first; i < end; i++) {
              int slice = at + (int) in[1].getLong(i) * x.inner();
              copy.copy(in[0].array(), slice, out[0].array(), target + (i - first) * x.inner());
            }
          }
          item += end - first;
        }
      }
    };
  }

  @Override
  public void checkIndices(Buffer indices, int extent) {
    IndexRange.check(this, indices, extent);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(x.get(0).zerosLike().scatterAdd(axis, x.get(1), dy), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Gather.class,
            Sample.of(new Gather(0), Arg.real(4, 3), Arg.index(DType.I32, 4, 6)),
            Sample.of(new Gather(1), Arg.real(2, 5), Arg.index(DType.I64, 5, 2, 3)),
            Sample.of(new Gather(1), Arg.real(2, 3, 2), Arg.index(DType.I32, 3)),
            Sample.of(new Gather(0), Arg.real(3), Arg.index(DType.I32, 3, 0)),
            Sample.of(new Gather(0), Arg.bool(3, 2), Arg.index(DType.I64, 3, 4)))
        .errorInputs(
            new Gather(0),
            List.of(TensorType.of(DType.F32, 3), TensorType.of(DType.F32, 2)),
            "gather: indices must be i32 or i64, got f32[2]; cast them")
        .errorInputs(
            new Gather(1),
            List.of(TensorType.of(DType.F32, 3), TensorType.of(DType.I32, 2)),
            "gather: axis 1 of f32[3]: must lie within the rank")
        .errorInputs(
            new Gather(0),
            List.of(TensorType.of(DType.F32, 3)),
            "gather: takes a tensor and indices, got [f32[3]]");
  }
}
