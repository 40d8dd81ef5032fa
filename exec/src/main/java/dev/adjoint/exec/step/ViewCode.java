// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.block.BlockBody;
import dev.adjoint.exec.block.Scratch;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.block.StridedLoops;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Copies the elements that a view selects, row by row of the output; neighbouring axes that step
 * evenly are merged into one, so that rows are as long as possible.
 */
final class ViewCode implements StepCode {
  private record Axis(int dim, int stride, int low, int high) {}

  private final DType dtype;
  private final BlockBody fill;
  private final int offset;
  private final int[] dims;
  private final int[] strides;
  private final int[] low;
  private final int[] high;
  private final Axis row;

  private ViewCode(DType dtype, BlockBody fill, int offset, Deque<Axis> axes) {
    this.dtype = dtype;
    this.fill = fill;
    this.offset = offset;
    this.row = axes.removeLast();
    this.dims = axes.stream().mapToInt(Axis::dim).toArray();
    this.strides = axes.stream().mapToInt(Axis::stride).toArray();
    this.low = axes.stream().mapToInt(Axis::low).toArray();
    this.high = axes.stream().mapToInt(Axis::high).toArray();
  }

  static ViewCode of(ViewOp op, TensorType in) {
    IndexMap map = op.map(in.shape());
    BlockBody fill = BlockBody.of(Scalar.constant(in.dtype(), op.fill()));
    return new ViewCode(in.dtype(), fill, map.offset(), merge(map));
  }

  /** Returns the axes, outermost first, at least one. */
  private static Deque<Axis> merge(IndexMap map) {
    ImmutableIntArray strides = map.strides();
    Deque<Axis> axes = new ArrayDeque<>();
    for (int i = map.shape().rank() - 1; i >= 0; i--) {
      int dim = map.shape().dim(i);
      Axis axis =
          new Axis(
              dim,
              strides.get(i),
              Math.clamp(map.low().get(i), 0, dim),
              Math.clamp(map.high().get(i), 0, dim));
      Axis inner = axes.peekFirst();
      boolean whole = inner != null && inner.low == 0 && inner.high == inner.dim;
      if (dim == 1 && axis.low == 0 && axis.high == 1) {
        continue;
      }
      if (whole && axis.stride == inner.stride * inner.dim) {
        axes.removeFirst();
        axes.addFirst(
            new Axis(dim * inner.dim, inner.stride, axis.low * inner.dim, axis.high * inner.dim));
      } else {
        axes.addFirst(axis);
      }
    }
    if (axes.isEmpty()) {
      axes.addFirst(new Axis(1, 1, 0, 1));
    }
    return axes;
  }

  @Override
  public BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
    return new Bound(inputs, outputs, scratch, workers);
  }

  /** Copies the elements {@code [from, to)} of the output. */
  private void copy(Buffer in, Buffer out, int from, int to, Scratch scratch) {
    if (from >= to) {
      return;
    }
    int rank = dims.length;
    int[] at = scratch.coordinates(rank);
    int rest = from / row.dim;
    for (int i = rank - 1; i >= 0; i--) {
      at[i] = rest % dims[i];
      rest /= dims[i];
    }
    int begin = from % row.dim;
    for (int start = from - begin; start < to; start += row.dim) {
      int end = Math.min(row.dim, to - start);
      int source = in.offset() + offset;
      boolean inside = true;
      for (int i = 0; i < rank; i++) {
        inside &= at[i] >= low[i] && at[i] < high[i];
        source += at[i] * strides[i];
      }
      int first = Math.clamp(row.low, begin, end);
      int last = inside ? Math.clamp(row.high, first, end) : first;
      int y = out.offset() + start;
      fill(out.array(), y + begin, first - begin, scratch);
      take(in.array(), source + first * row.stride, out.array(), y + first, last - first);
      fill(out.array(), y + last, end - last, scratch);
      begin = 0;
      for (int i = rank - 1; i >= 0 && ++at[i] == dims[i]; i--) {
        at[i] = 0;
      }
    }
  }

  private void take(Object x, int xi, Object y, int yi, int n) {
    if (n > 0 && row.stride == 1) {
      System.arraycopy(x, xi, y, yi, n);
    } else if (n > 0) {
      StridedLoops.copy(dtype, x, xi, row.stride, y, yi, n);
    }
  }

  private void fill(Object y, int yi, int n, Scratch scratch) {
    if (n > 0) {
      fill.run(y, yi, y, yi, n, scratch);
    }
  }

  private final class Bound implements BoundStep, Workers.Task {
    private final Buffer[] inputs;
    private final Buffer[] outputs;
    private final ScratchPool scratch;
    private final Workers workers;

    Bound(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers) {
      this.inputs = inputs;
      this.outputs = outputs;
      this.scratch = scratch;
      this.workers = workers;
    }

    @Override
    public void run() {
      int size = outputs[0].size();
      if (size <= GRAIN) {
        copy(inputs[0], outputs[0], 0, size, scratch.own());
      } else {
        workers.forEach((size - 1) / GRAIN + 1, this);
      }
    }

    @Override
    public void run(int piece) {
      Scratch own = scratch.take();
      int from = piece * GRAIN;
      copy(inputs[0], outputs[0], from, Math.min(outputs[0].size(), from + GRAIN), own);
      scratch.giveBack(own);
    }
  }
}
