// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.util.Arrays;

/**
 * Distributes the value at each output position of a window evenly among the elements under it. The
 * shares are laid out at the distances of the output positions, with zeros between and around them.
 * Each element is the sum of the shares under a reversed window. Zeros change no sum that starts at
 * {@code +0}.
 */
public final class AvgUnpoolKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PoolWindow window;
  private final PoolWindow back;
  private final PoolSums sums;
  private final int[] counts;

  /** For each line of output positions the index of its first share. */
  private final int[] starts;

  private final ObjectPool<Work> scratch;

  /**
   * The scratch memory of a piece of work.
   *
   * @param shares the share of each element under an output position
   * @param apart the shares with zeros between and around them
   */
  private record Work(PoolSums.Work sums, Object shares, Object apart) {}

  private AvgUnpoolKernel(PoolSizes sizes, PoolWindow window, DType dtype, boolean countPadding) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    this.window = window;
    counts = window.counts();
    if (countPadding) {
      Arrays.fill(counts, window.taps());
    }
    PoolSizes reversed = sizes.reversed();
    back = new PoolWindow(reversed);
    starts = new int[window.outputPositions() / window.length()];
    Arrays.setAll(starts, line -> start(sizes, reversed.from(), line * window.length()));
    sums = new PoolSums(back, dtype);
    scratch =
        new ObjectPool<>(() ->
            new Work(
                sums.work(),
                dtype.newArray(window.outputPositions()),
                dtype.newArray(back.elements())));
  }

  /**
   * Returns the kernel.
   *
   * @param countPadding whether padding receives a share, which is lost
   */
  public static Kernel of(PoolSizes sizes, DType dtype, boolean countPadding) {
    PoolWindow window = new PoolWindow(sizes);
    return window.leaps()
        ? new AvgLeapKernel(sizes, window, dtype)
        : new AvgUnpoolKernel(sizes, window, dtype, countPadding);
  }

  private int start(PoolSizes sizes, Shape apart, int outputPosition) {
    int at = 0;
    for (int axis = 0; axis < apart.rank(); axis++) {
      int i = PoolWindow.coordinate(sizes.to(), outputPosition, axis);
      at = at * apart.dim(axis) + i * sizes.options().strides().get(axis);
    }
    return back.padded(at);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Work work = scratch.take();
    int outputPositions = window.outputPositions();
    for (int plane = from; plane < to; plane++) {
      System.arraycopy(
          in[0].array(), in[0].offset() + plane * outputPositions, work.shares, 0, outputPositions);
      loops.divide(work.shares, 0, counts, outputPositions);
      for (int line = 0; line < starts.length; line++) {
        int first = line * window.length();
        loops.spread(work.shares, first, work.apart, starts[line], window.step(), window.length());
      }
      int at = out[0].offset() + plane * back.outputPositions();
      sums.run(work.sums, work.apart, 0, out[0].array(), at);
    }
    scratch.give(work);
  }
}
