// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.shape;

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
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y} is the concatenation of the inputs along an axis; each {@code dx} is the slice of
 * {@code dy} at the position of its input.
 *
 * @param axis the axis, from 0
 */
public record Concat(int axis) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException(name(), "needs at least one input");
    }
    TensorType first = InputTypes.withAxis(this, axis, inputs.getFirst());
    long total = 0;
    for (TensorType input : inputs) {
      if (input.shape().rank() != first.shape().rank()
          || !input.shape().with(axis, 0).equals(first.shape().with(axis, 0))) {
        throw new ShapeException(
            name(), "shapes differ elsewhere than on axis " + axis + ": " + inputs);
      }
      if (input.dtype() != first.dtype()) {
        throw new ShapeException(name(), "dtypes differ: " + inputs + "; cast them");
      }
      total += input.shape().dim(axis);
    }
    long[] dims = first.shape().dims().stream().asLongStream().toArray();
    dims[axis] = total;
    return ImmutableList.of(first.withShape(Shape.of(name(), dims)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout y = AxisLayout.of(outputs.getFirst().shape(), axis);
    int[] lengths = inputs.stream().mapToInt(t -> t.shape().dim(axis) * y.inner()).toArray();
    return new RangeKernel(y.outer(), (long) y.extent() * y.inner()) {
      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int outer = from; outer < to; outer++) {
          int at = out[0].offset() + outer * y.extent() * y.inner();
          for (int i = 0; i < in.length; i++) {
            int source = in[i].offset() + outer * lengths[i];
            System.arraycopy(in[i].array(), source, out[0].array(), at, lengths[i]);
            at += lengths[i];
          }
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    List<Expr> dx = new ArrayList<>();
    int start = 0;
    for (Expr input : x) {
      int stop = start + input.shape().dim(axis);
      dx.add(dy.slice(axis, start, stop));
      start = stop;
    }
    return dx;
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Concat.class,
            Sample.of(new Concat(0), Arg.real(2, 3), Arg.real(1, 3)),
            Sample.of(new Concat(1), Arg.real(2, 3), Arg.real(2, 0), Arg.real(2, 2)),
            Sample.of(new Concat(1), Arg.real(2, 1, 2), Arg.real(2, 2, 2)),
            Sample.of(new Concat(0), Arg.index(DType.I32, 9, 3)),
            Sample.of(new Concat(0), Arg.bool(2), Arg.bool(3)))
        .errorInputs(new Concat(0), List.of(), "concat: needs at least one input")
        .errorInputs(
            new Concat(1),
            List.of(TensorType.of(DType.F32, 2, 3), TensorType.of(DType.F32, 3, 3)),
            "concat: shapes differ elsewhere than on axis 1: [f32[2, 3], f32[3, 3]]")
        .errorInputs(
            new Concat(0),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "concat: dtypes differ: [f32[2], f64[2]]; cast them")
        .errorInputs(
            new Concat(1),
            List.of(TensorType.of(DType.F32, 2)),
            "concat: axis 1 of f32[2]: must lie within the rank");
  }
}
