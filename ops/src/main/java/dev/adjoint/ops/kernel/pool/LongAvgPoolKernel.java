// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The mean of the elements under a window of many taps at each of its output positions. */
final class LongAvgPoolKernel extends RangeKernel {
  private final PoolWindow window;
  private final PoolSums sums;
  private final int[] counts;
  private final int elements;
  private final PlaneLoops loops;
  private final ObjectPool<Work> scratch;

  /**
   * The scratch memory of a piece of work.
   *
   * @param padded a copy of a plane with its padding
   */
  private record Work(PoolSums.Work sums, @Nullable Object padded) {}

  LongAvgPoolKernel(PoolSizes sizes, PoolWindow window, DType dtype, boolean countPadding) {
    super(sizes.planes(), sizes.work());
    this.window = window;
    sums = new PoolSums(window, dtype);
    counts = window.counts();
    if (countPadding) {
      Arrays.fill(counts, window.taps());
    }
    elements = sizes.from().size();
    loops = PlaneLoops.of(dtype);
    scratch =
        new ObjectPool<>(() ->
            new Work(sums.work(), window.isPadded() ? dtype.newArray(window.elements()) : null));
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Work work = scratch.take();
    for (int plane = from; plane < to; plane++) {
      Object y = out[0].array();
      int at = out[0].offset() + plane * window.outputPositions();
      int source = in[0].offset() + plane * elements;
      if (work.padded != null) {
        window.pad(in[0].array(), source, work.padded);
        sums.run(work.sums, work.padded, 0, y, at);
      } else {
        sums.run(work.sums, in[0].array(), source, y, at);
      }
      loops.divide(y, at, counts, window.outputPositions());
    }
    scratch.give(work);
  }
}
