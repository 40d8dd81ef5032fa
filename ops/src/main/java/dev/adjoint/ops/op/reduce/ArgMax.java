// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.reduce;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
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
    TensorType x = InputTypes.onlyWithAxis(this, axis, inputs);
    if (x.dtype() == DType.BOOL) {
      throw new ShapeException(name(), "needs numbers, got " + x + "; cast it");
    }
    if (x.shape().dim(axis) == 0) {
      throw new ShapeException(
          name(), "no element along axis " + axis + " of " + x + "; there is no largest of none");
    }
    return ImmutableList.of(
        new TensorType(DType.I32, x.shape().without(ImmutableIntArray.of(axis))));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    AxisLayout layout = AxisLayout.of(inputs.getFirst().shape(), axis);
    boolean floating = inputs.getFirst().dtype().isFloating();
    return new RangeKernel(layout.lines(), layout.extent()) {
      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int line = from; line < to; line++) {
          int best = floating ? firstLargest(in[0], line) : firstLargestInteger(in[0], line);
          out[0].i32()[out[0].offset() + line] = best;
        }
      }

      private int firstLargest(Buffer x, int line) {
        int at = layout.start(line);
        int best = 0;
        double largest = x.getDouble(at);
        for (int i = 1; i < layout.extent() && !Double.isNaN(largest); i++) {
          double v = x.getDouble(at + i * layout.inner());
          if (v > largest || Double.isNaN(v)) {
            largest = v;
            best = i;
          }
        }
        return best;
      }

      private int firstLargestInteger(Buffer x, int line) {
        int at = layout.start(line);
        int best = 0;
        for (int i = 1; i < layout.extent(); i++) {
          if (x.getLong(at + i * layout.inner()) > x.getLong(at + best * layout.inner())) {
            best = i;
          }
        }
        return best;
      }
    };
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
