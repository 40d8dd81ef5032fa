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
 * Copies a tensor and writes updates to the slices of the copy along an axis that indices select.
 * Subclasses define how an update is written.
 */
public abstract class SliceScatterKernel extends RangeKernel {
  /** The largest number of columns, neighbours in a slice, that an item of work covers. */
  private static final int WIDTH = 256;

  /** The number of elements from which slices are cut into bands. */
  private static final long LEAST_WORK = 1 << 16;

  /** The largest number of bands of slices. */
  private static final int MOST_BANDS = 4;

  /** The number of columns for which a band may look through all indices for its own. */
  private static final int COLUMNS_FOR_A_BAND = 16;

  private final Op op;
  private final AxisLayout x;
  private final int indices;
  private final int widths;
  private final int bands;

  /** Creates the kernel for a tensor, indices and updates. */
  protected SliceScatterKernel(Op op, int axis, List<TensorType> inputs) {
    this(op, AxisLayout.of(inputs.get(0).shape(), axis), inputs.get(1).size(), 1);
  }

  /**
   * Creates a kernel.
   *
   * @param bands how many bands of neighbouring slices are items of work of their own: 1 if an
   *     update writes anything but its slice
   */
  private SliceScatterKernel(Op op, AxisLayout x, int indices, int bands) {
    super(
        x.outer() * Math.ceilDiv(x.inner(), WIDTH) * bands,
        (long) Math.min(x.inner(), WIDTH) * (x.extent() + (long) indices) / bands);
    this.op = op;
    this.x = x;
    this.indices = indices;
    this.bands = bands;
    widths = Math.ceilDiv(x.inner(), WIDTH);
  }

  /** Creates the kernel of an op whose updates write their own slices alone. */
  protected SliceScatterKernel(Op op, AxisLayout x, int indices) {
    this(op, x, indices, bands(x, indices));
  }

  private static int bands(AxisLayout x, int indices) {
    int columns = Math.min(x.inner(), WIDTH);
    boolean isLong = columns * (x.extent() + (long) indices) > LEAST_WORK;
    int most = Math.min(MOST_BANDS, columns / COLUMNS_FOR_A_BAND);
    return isLong && x.outer() * Math.ceilDiv(x.inner(), WIDTH) < MOST_BANDS
        ? Math.clamp(x.extent(), 1, Math.max(1, most))
        : 1;
  }

  /**
   * Returns the type of the tensor, which is that of the output.
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

  /** Applies an update to the present elements of the output. */
  protected abstract void write(Buffer updates, int from, Buffer y, int to, int length);

  /**
   * Writes the present elements of some neighbouring slices, before any update: by default those of
   * the tensor.
   */
  protected void begin(Buffer[] in, Buffer y, int at, int length) {
    System.arraycopy(in[0].array(), in[0].offset() + at, y.array(), y.offset() + at, length);
  }

  /**
   * Applies the updates of some slices to some columns: by default with {@link #write}, in the
   * order of the indices.
   *
   * @param top the number of the first column in slice 0, of input and output
   * @param updates the number of that column in the first update
   * @param length the number of columns
   * @param from the first of the slices
   * @param end one after the last of the slices
   * @param piece the number of the piece, for scratch memory
   */
  protected void scatter(
      Buffer[] in, Buffer[] out, int top, int updates, int length, int from, int end, int piece) {
    for (int j = 0; j < indices; j++) {
      int slice = (int) in[1].getLong(j);
      if (slice >= from && slice < end) {
        write(in[2], updates + j * x.inner(), out[0], top + slice * x.inner(), length);
      }
    }
  }

  /** Prepares a run for its indices, all of which are in range; by default not at all. */
  protected void prepare(Buffer index) {}

  /** Returns the layout of the tensor around the axis of its slices. */
  protected final AxisLayout layout() {
    return x;
  }

  /** Returns the largest number of columns that {@link #scatter} is given. */
  protected final int width() {
    return Math.min(x.inner(), WIDTH);
  }

  @Override
  protected final void begin(Buffer[] in) {
    IndexRange.check(op, in[1], x.extent());
    prepare(in[1]);
  }

  @Override
  protected final void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int item = from; item < to; item++) {
      int band = item % bands;
      int first = (int) ((long) x.extent() * band / bands);
      int end = (int) ((long) x.extent() * (band + 1) / bands);
      int column = item / bands % widths * WIDTH;
      int outer = item / bands / widths;
      int length = Math.min(WIDTH, x.inner() - column);
      int top = outer * x.extent() * x.inner() + column;
      if (length == x.inner()) {
        begin(in, out[0], top + first * x.inner(), (end - first) * length);
      } else {
        for (int i = first; i < end; i++) {
          begin(in, out[0], top + i * x.inner(), length);
        }
      }
      int updates = outer * indices * x.inner() + column;
      scatter(in, out, top, updates, length, first, end, piece);
    }
  }
}
