// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.index;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.IndexRange;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.op.index.Gather;
import java.util.List;

/**
 * Writes updates to the slices along an axis that indices name, one after the other, into a copy of
 * a tensor. What writing means is left to the op.
 */
public abstract class SliceScatterKernel extends RangeKernel {
  /** So many neighbours are written by one piece of work. */
  private static final int WIDTH = 256;

  private final Op op;
  private final AxisLayout x;
  private final int indices;
  private final int widths;

  /** Creates the kernel for a tensor, indices and updates. */
  protected SliceScatterKernel(Op op, int axis, List<TensorType> inputs) {
    this(op, AxisLayout.of(inputs.get(0).shape(), axis), inputs.get(1).size());
  }

  private SliceScatterKernel(Op op, AxisLayout x, int indices) {
    super(
        x.outer() * Math.ceilDiv(x.inner(), WIDTH),
        (long) Math.min(x.inner(), WIDTH) * (x.extent() + (long) indices));
    this.op = op;
    this.x = x;
    this.indices = indices;
    widths = Math.ceilDiv(x.inner(), WIDTH);
  }

  /**
   * Returns the type of the tensor, which the output has.
   *
   * @throws ShapeException if there are not a tensor with the axis, indices, and updates of the
   *     type that a {@link Gather} at the indices would give
   */
  public static TensorType infer(Op op, int axis, List<TensorType> inputs) {
    if (inputs.size() != 3) {
      throw new ShapeException(op.name(), "takes a tensor, indices and updates, got " + inputs);
    }
    TensorType x = InputTypes.withAxis(op, axis, inputs.get(0));
    InputTypes.checkIndices(op, inputs.get(1));
    TensorType expected = new Gather(axis).infer(inputs.subList(0, 2)).getFirst();
    if (!inputs.get(2).equals(expected)) {
      throw new ShapeException(
          op.name(),
          "updates of %s at indices %s on axis %s must be %s, got %s"
              .formatted(x, inputs.get(1), axis, expected, inputs.get(2)));
    }
    return x;
  }

  /** Writes an update to what stands in the output. */
  protected abstract void write(Buffer updates, int from, Buffer y, int to, int length);

  /** Does what is left once all updates of some columns are written; by default nothing. */
  protected void finish(Buffer[] in, Buffer[] out, int top, int updates, int length) {}

  @Override
  protected final void begin(Buffer[] in) {
    IndexRange.check(op, in[1], x.extent());
  }

  @Override
  protected final void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int item = from; item < to; item++) {
      int column = item % widths * WIDTH;
      int outer = item / widths;
      int length = Math.min(WIDTH, x.inner() - column);
      int top = outer * x.extent() * x.inner() + column;
      for (int i = 0; i < x.extent(); i++) {
        int at = top + i * x.inner();
        System.arraycopy(
            in[0].array(), in[0].offset() + at, out[0].array(), out[0].offset() + at, length);
      }
      int updates = outer * indices * x.inner() + column;
      for (int j = 0; j < indices; j++) {
        int slice = (int) in[1].getLong(j);
        write(in[2], updates + j * x.inner(), out[0], top + slice * x.inner(), length);
      }
      finish(in, out, top, updates, length);
    }
  }
}
