// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.index;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
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
 * {@code y} has the elements of each line of {@code x} along an axis that the indices of the same
 * line select: {@code y[i, j, k] = x[i, indices[i, j, k], k]}, as NumPy's {@code take_along_axis}.
 * The indices have the shape of {@code y}, which differs from that of {@code x} only on the axis. A
 * cross-entropy reads the log-probability of each label with it.
 *
 * <p>{@code dx} is zeros with {@code dy} added at the same positions. If there is one index for
 * each line, it is a product with a one-hot tensor, which is elementwise and is fused with other
 * contributions to {@code dx}.
 *
 * <p>An index outside of {@code [0, extent)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param axis the axis, from 0
 */
public record TakeAlongAxis(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes a tensor and indices, got " + inputs);
    }
    TensorType x = InputTypes.withAxis(this, axis, inputs.get(0));
    TensorType indices = inputs.get(1);
    InputTypes.checkIndices(this, indices);
    if (indices.shape().rank() != x.shape().rank()
        || !indices.shape().with(axis, 0).equals(x.shape().with(axis, 0))) {
      throw new ShapeException(
          name(),
          "indices must have the shape of %s but for axis %s, got %s".formatted(x, axis, indices));
    }
    return ImmutableList.of(x.withShape(indices.shape()));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout x = AxisLayout.of(inputs.get(0).shape(), axis);
    int each = outputs.getFirst().shape().dim(axis) * x.inner();
    return new RangeKernel(outputs.getFirst().size(), 8) {
      @Override
      protected void begin(Buffer[] in) {
        IndexRange.check(TakeAlongAxis.this, in[1], x.extent());
      }

      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int item = from; item < to; item++) {
          int line = item / each * x.extent() + (int) in[1].getLong(item);
          int at = in[0].offset() + line * x.inner() + item % x.inner();
          System.arraycopy(in[0].array(), at, out[0].array(), out[0].offset() + item, 1);
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape in = x.get(0).shape();
    Expr indices = x.get(1);
    if (indices.shape().dim(axis) != 1) {
      return List.of(x.get(0).zerosLike().addAlongAxis(axis, indices, dy), Expr.none());
    }
    Expr places = indices.squeeze(axis).oneHot(axis, in.dim(axis), dy.dtype());
    return List.of(dy.broadcastTo(in).mul(places), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            TakeAlongAxis.class,
            Sample.of(new TakeAlongAxis(0), Arg.real(4), Arg.index(DType.I32, 4, 1)),
            Sample.of(new TakeAlongAxis(0), Arg.real(4), Arg.index(DType.I32, 4, 6)),
            Sample.of(new TakeAlongAxis(1), Arg.real(3, 4), Arg.index(DType.I64, 4, 3, 1)),
            Sample.of(new TakeAlongAxis(1), Arg.real(2, 3, 2), Arg.index(DType.I32, 3, 2, 4, 2)),
            Sample.of(new TakeAlongAxis(1), Arg.real(2, 3), Arg.index(DType.I32, 3, 2, 0)),
            Sample.of(new TakeAlongAxis(1), Arg.real(0, 3), Arg.index(DType.I32, 3, 0, 2)),
            Sample.of(new TakeAlongAxis(1), Arg.bool(2, 3), Arg.index(DType.I32, 3, 2, 2)))
        .errorInputs(
            new TakeAlongAxis(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.I32, 32)),
            "takeAlongAxis: indices must have the shape of f32[32, 10] but for axis 1, got"
                + " i32[32]")
        .errorInputs(
            new TakeAlongAxis(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.I32, 31, 1)),
            "takeAlongAxis: indices must have the shape of f32[32, 10] but for axis 1, got"
                + " i32[31, 1]")
        .errorInputs(
            new TakeAlongAxis(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.F32, 32, 1)),
            "takeAlongAxis: indices must be i32 or i64, got f32[32, 1]; cast them")
        .errorInputs(
            new TakeAlongAxis(0),
            List.of(TensorType.of(DType.F32, 3)),
            "takeAlongAxis: takes a tensor and indices, got [f32[3]]");
  }
}
