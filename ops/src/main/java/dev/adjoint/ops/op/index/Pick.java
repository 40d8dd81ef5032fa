// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.index;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
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
 * {@code y} has one element of each line of {@code x} along an axis, which is dropped: {@code y[i,
 * j] = x[i, indices[i, j], j]}, where {@code indices} has the shape of {@code y}. It is how a
 * cross-entropy finds the log-probability of each label.
 *
 * <p>{@code dx} is {@code dy} at the picked elements and 0 elsewhere, written as a product with a
 * one-hot tensor: that is elementwise, so it can melt into what else adds to {@code dx}.
 *
 * <p>An index outside of {@code [0, extent)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param axis the axis, from 0
 */
public record Pick(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes a tensor and indices, got " + inputs);
    }
    TensorType x = InputTypes.withAxis(this, axis, inputs.get(0));
    InputTypes.checkIndices(this, inputs.get(1));
    Shape rest = x.shape().without(ImmutableIntArray.of(axis));
    if (!inputs.get(1).shape().equals(rest)) {
      throw new ShapeException(
          name(),
          "one index for each line along axis %s of %s must have shape %s, got %s"
              .formatted(axis, x, rest, inputs.get(1)));
    }
    return ImmutableList.of(x.withShape(rest));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout x = AxisLayout.of(inputs.get(0).shape(), axis);
    return new RangeKernel(x.lines(), 8) {
      @Override
      protected void begin(Buffer[] in) {
        IndexRange.check(Pick.this, in[1], x.extent());
      }

      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int line = from; line < to; line++) {
          int at = x.start(line) + (int) in[1].getLong(line) * x.inner();
          System.arraycopy(
              in[0].array(), in[0].offset() + at, out[0].array(), out[0].offset() + line, 1);
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr input = x.get(0);
    Expr places = x.get(1).oneHot(axis, input.shape().dim(axis), dy.dtype());
    return List.of(
        dy.broadcastAlong(ImmutableIntArray.of(axis), input.shape()).mul(places), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Pick.class,
            Sample.of(new Pick(0), Arg.real(4), Arg.index(DType.I32, 4)),
            Sample.of(new Pick(1), Arg.real(3, 4), Arg.index(DType.I64, 4, 3)),
            Sample.of(new Pick(1), Arg.real(2, 3, 2), Arg.index(DType.I32, 3, 2, 2)),
            Sample.of(new Pick(1), Arg.real(0, 3), Arg.index(DType.I32, 3, 0)),
            Sample.of(new Pick(1), Arg.bool(2, 3), Arg.index(DType.I32, 3, 2)))
        .errorInputs(
            new Pick(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.I32, 31)),
            "pick: one index for each line along axis 1 of f32[32, 10] must have shape [32], got"
                + " i32[31]")
        .errorInputs(
            new Pick(1),
            List.of(TensorType.of(DType.F32, 32, 10), TensorType.of(DType.F32, 32)),
            "pick: indices must be i32 or i64, got f32[32]; cast them")
        .errorInputs(
            new Pick(0),
            List.of(TensorType.of(DType.F32, 3)),
            "pick: takes a tensor and indices, got [f32[3]]");
  }
}
