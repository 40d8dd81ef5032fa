// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mean of the elements under a window at each of its output positions, for windows whose taps
 * fit one block of {@link PoolSums}.
 */
public final class AvgPoolKernel extends RangeKernel {
  private final PoolWindow window;
  private final DType dtype;
  private final PoolLoop loop;
  private final ObjectPool<Work> scratch;
  private final int elements;

  /**
   * The scratch memory of a piece of work.
   *
   * @param padded a copy of a plane with its padding
   */
  private record Work(LoopOperands at, @Nullable Object padded) {}

  private AvgPoolKernel(PoolSizes sizes, PoolWindow window, DType dtype, boolean countPadding) {
    super(sizes.planes(), sizes.work());
    this.dtype = dtype;
    this.window = window;
    elements = sizes.from().size();
    List<Object> counts = countPadding || !window.isPadded() ? List.of() : List.of(counts());
    List<DType> types = counts.stream().map(_ -> dtype).toList();
    loop = new PoolLoop(window, dtype, List.of(dtype), types, counts, this::round);
    scratch = new ObjectPool<>(this::work);
  }

  /**
   * Returns the kernel.
   *
   * @param countPadding whether the mean is over all taps, or only over those not on padding
   */
  public static Kernel of(PoolSizes sizes, DType dtype, boolean countPadding) {
    PoolWindow window = new PoolWindow(sizes);
    return window.taps() <= BlockSums.BLOCK
        ? new AvgPoolKernel(sizes, window, dtype, countPadding)
        : new LongAvgPoolKernel(sizes, window, dtype, countPadding);
  }

  private Object counts() {
    Buffer counts = Buffer.allocate(dtype, window.outputPositions());
    int[] numbers = window.counts();
    for (int i = 0; i < numbers.length; i++) {
      counts.setDouble(i, numbers[i]);
    }
    return counts.array();
  }

  private List<Scalar> round(int first, List<Scalar> x, List<Scalar> before, List<Scalar> counts) {
    Scalar sum = PoolSums.sum(dtype, x, before);
    boolean ends = first + x.size() == window.taps();
    Scalar all = Scalar.constant(dtype, (double) window.taps());
    return List.of(ends ? sum.div(counts.isEmpty() ? all : counts.getFirst()) : sum);
  }

  private Work work() {
    Object padded = window.isPadded() ? dtype.newArray(window.elements()) : null;
    return new Work(loop.operands(), padded);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Work work = scratch.take();
    int step = loop.isEven() ? to - from : 1;
    for (int plane = from; plane < to; plane += step) {
      work.at.out[0] = out[0].array();
      work.at.outAt[0] = out[0].offset() + plane * window.outputPositions();
      int source = in[0].offset() + plane * elements;
      if (work.padded != null) {
        window.pad(in[0].array(), source, work.padded);
        loop.run(work.at, work.padded, 0, 1);
      } else {
        loop.run(work.at, in[0].array(), source, step);
      }
    }
    loop.release(work.at);
    scratch.give(work);
  }
}
