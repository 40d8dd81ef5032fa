// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.index;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.AxisLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Adds updates to the slices that indices select. Where no slice has more updates than a block
 * holds, they are added in the order of the indices. Otherwise the updates are sorted by slice, and
 * each slice is summed block by block.
 */
public final class ScatterAddKernel extends SliceScatterKernel {
  private final AxisLayout x;
  private final int indices;
  private final boolean isNumber;

  /** The start of each slice's updates in {@link #order}, if they are sorted. */
  private final int[] starts;

  private final int[] order;
  private final BlockSums[] sums;
  private final Buffer[] blocks;
  private boolean isOrdered;

  /**
   * Creates the kernel for a tensor, indices and updates.
   *
   * @param x the shape of the tensor, all of whose elements may be one number
   */
  public ScatterAddKernel(RowScatter op, Shape x, List<TensorType> inputs) {
    super(op, AxisLayout.of(x, op.axis()), inputs.get(1).size());
    this.x = layout();
    isNumber = inputs.get(0).size() != x.size();
    indices = inputs.get(1).size();
    DType dtype = inputs.get(0).dtype();
    boolean mayBeLong = dtype.isFloating() && indices > BlockSums.BLOCK;
    starts = new int[mayBeLong ? this.x.extent() + 1 : 0];
    order = new int[mayBeLong ? indices : 0];
    sums = new BlockSums[mayBeLong ? pieces() : 0];
    int most = Math.ceilDiv(indices, BlockSums.BLOCK);
    Arrays.setAll(sums, _ -> new BlockSums(dtype, width(), most));
    blocks = new Buffer[sums.length];
    Arrays.setAll(blocks, _ -> Buffer.allocate(dtype, width()));
  }

  @Override
  protected void prepare(Buffer index) {
    isOrdered = starts.length > 0 && mostUpdates(index) > BlockSums.BLOCK;
    if (isOrdered) {
      order(index);
    }
  }

  /** Counts the updates of each slice, and returns the largest number. */
  private int mostUpdates(Buffer index) {
    Arrays.fill(starts, 0);
    int most = 0;
    for (int j = 0; j < indices; j++) {
      most = Math.max(most, ++starts[(int) index.getLong(j)]);
    }
    return most;
  }

  /** Sorts the counted updates by slice; the sort is stable. */
  private void order(Buffer index) {
    int end = 0;
    for (int i = 0; i < starts.length; i++) {
      end += starts[i];
      starts[i] = end;
    }
    // From the last update on, each start moves down to its final value.
    for (int j = indices - 1; j >= 0; j--) {
      order[--starts[(int) index.getLong(j)]] = j;
    }
  }

  @Override
  protected void write(Buffer updates, int from, Buffer y, int to, int length) {
    add(updates, updates.offset() + from, y.array(), y.offset() + to, length);
  }

  @Override
  protected void begin(Buffer[] in, Buffer y, int at, int length) {
    if (isNumber) {
      fill(y, y.offset() + at, length, in[0]);
    } else {
      super.begin(in, y, at, length);
    }
  }

  private static void fill(Buffer y, int at, int length, Buffer number) {
    switch (y.dtype()) {
      case F32 -> Arrays.fill(y.f32(), at, at + length, (float) number.getDouble(0));
      case F64 -> Arrays.fill(y.f64(), at, at + length, number.getDouble(0));
      case I32 -> Arrays.fill(y.i32(), at, at + length, (int) number.getLong(0));
      case I64 -> Arrays.fill(y.i64(), at, at + length, number.getLong(0));
      case BOOL -> throw new IllegalStateException("infer refuses bool");
    }
  }

  @Override
  protected void scatter(
      Buffer[] in, Buffer[] out, int top, int updates, int length, int from, int end, int piece) {
    if (!isOrdered) {
      super.scatter(in, out, top, updates, length, from, end, piece);
      return;
    }
    int first = in[2].offset() + updates;
    int target = out[0].offset() + top;
    for (int i = from; i < end; i++) {
      slice(in[2], first, out[0], target + i * x.inner(), i, length, piece);
    }
  }

  /** Adds the updates of one slice to its present value. */
  private void slice(
      Buffer updates, int first, Buffer y, int target, int slice, int length, int piece) {
    int from = starts[slice];
    int end = starts[slice + 1];
    if (from == end) {
      return;
    }
    BlockSums sum = sums[piece];
    sum.begin(y.array(), target, Math.ceilDiv(end - from, BlockSums.BLOCK));
    for (int k = from; k < end; k += BlockSums.BLOCK) {
      int stop = Math.min(end, k + BlockSums.BLOCK);
      Object block = blocks[piece].array();
      if (k == from || sum.isFirst()) {
        clear(sum.array(), sum.at(), k == from ? 0 : length);
        chain(updates, first, k, stop, sum.array(), sum.at(), length);
      } else {
        clear(block, 0, length);
        chain(updates, first, k, stop, block, 0, length);
        add(blocks[piece], 0, sum.array(), sum.at(), length);
      }
      sum.added(1);
    }
    sum.end();
  }

  /** Adds some updates of a slice one by one. */
  private void chain(Buffer updates, int first, int from, int end, Object to, int at, int length) {
    for (int k = from; k < end; k++) {
      add(updates, first + order[k] * x.inner(), to, at, length);
    }
  }

  private static void clear(Object array, int at, int length) {
    switch (array) {
      case float[] y -> Arrays.fill(y, at, at + length, 0);
      case double[] y -> Arrays.fill(y, at, at + length, 0);
      default -> throw new IllegalStateException("no floating array");
    }
  }

  private static void add(Buffer from, int source, Object to, int target, int length) {
    switch (from.dtype()) {
      case F32 -> add(from.f32(), source, (float[]) to, target, length);
      case F64 -> add(from.f64(), source, (double[]) to, target, length);
      case I32 -> add(from.i32(), source, (int[]) to, target, length);
      case I64 -> add(from.i64(), source, (long[]) to, target, length);
      case BOOL -> throw new IllegalStateException("infer refuses bool");
    }
  }

  private static void add(float[] from, int source, float[] to, int target, int length) {
    for (int i = 0; i < length; i++) {
      to[target + i] += from[source + i];
    }
  }

  private static void add(double[] from, int source, double[] to, int target, int length) {
    for (int i = 0; i < length; i++) {
      to[target + i] += from[source + i];
    }
  }

  private static void add(int[] from, int source, int[] to, int target, int length) {
    for (int i = 0; i < length; i++) {
      to[target + i] += from[source + i];
    }
  }

  private static void add(long[] from, int source, long[] to, int target, int length) {
    for (int i = 0; i < length; i++) {
      to[target + i] += from[source + i];
    }
  }
}
