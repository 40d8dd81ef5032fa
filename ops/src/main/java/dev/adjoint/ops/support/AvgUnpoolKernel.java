package dev.adjoint.ops.support;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.emit.LoopBodyBuilder;
import dev.adjoint.exec.emit.LoopKernel;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares what is at each place of a window evenly among the elements under it. If no element is
 * under the window twice, a generated loop stores the shares of a row of taps side by side; else
 * they are added up tap by tap.
 */
public final class AvgUnpoolKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PoolWindow window;
  private final int elements;
  private final int[] counts;

  /** Divides and stores an element for each tap of a row, if none is under the window twice. */
  private final @Nullable LoopKernel spread;

  private final ScratchPool<Work> scratch;

  /**
   * Memory of a piece of work.
   *
   * @param shares what each element under a place gets
   * @param plane a plane with its padding, if there is any
   */
  private record Work(LoopOperands at, Object shares, Object plane) {}

  /**
   * Creates the kernel.
   *
   * @param countPadding whether padding has its share, which is lost
   */
  public AvgUnpoolKernel(PoolSizes sizes, DType dtype, boolean countPadding) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    window = new PoolWindow(sizes);
    elements = sizes.from().size();
    counts = window.counts();
    if (countPadding) {
      Arrays.fill(counts, window.taps());
    }
    spread = window.leaps() ? spread(dtype) : null;
    scratch = new ScratchPool<>(() -> work(dtype));
  }

  private LoopKernel spread(DType dtype) {
    Scalar share = Scalar.constant(dtype, 0.0).add(Scalar.argument(0, dtype).div(window.taps()));
    LoopBodyBuilder builder = new LoopBodyBuilder();
    List<Integer> x = List.of(builder.input(dtype));
    int result = builder.append(ScalarProgram.of(share).steps(), x);
    return LoopKernels.of(
            new LoopSignature(
                builder.build(Collections.nCopies(window.across(), result)),
                ImmutableIntArray.of(1),
                ImmutableList.of(),
                window.bits(dtype),
                window.across(),
                true))
        .orElseThrow();
  }

  private Work work(DType dtype) {
    LoopOperands at = new LoopOperands();
    at.reserve(1, window.across());
    Object shares = dtype.newArray(spread == null ? window.places() : 0);
    return new Work(at, shares, dtype.newArray(window.isPadded() ? window.elements() : 0));
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Work work = scratch.take();
    int step = spread != null && window.isEven() ? to - from : 1;
    for (int plane = from; plane < to; plane += step) {
      int source = in[0].offset() + plane * window.places();
      int target = out[0].offset() + plane * elements;
      if (spread != null) {
        store(spread, work.at, in[0].array(), source, out[0].array(), target, step);
        continue;
      }
      System.arraycopy(in[0].array(), source, work.shares, 0, window.places());
      loops.divide(work.shares, 0, counts, window.places());
      if (window.isPadded()) {
        add(work.shares, work.plane, 0);
        window.crop(work.plane, out[0].array(), target);
      } else {
        add(work.shares, out[0].array(), target);
      }
    }
    work.at.release(1, window.across());
    scratch.give(work);
  }

  /** Stores the shares of planes. */
  private void store(
      LoopKernel spread, LoopOperands at, Object y, int first, Object x, int plane, int planes) {
    if (window.places() * window.taps() < elements) {
      loops.clear(x, plane, planes * elements);
    }
    int places = window.lines() * window.length();
    at.in[0] = y;
    at.inStep[0] = window.length();
    for (int block = 0; block < window.blocks(); block++) {
      at.inAt[0] = first + block * places;
      for (int row = 0; row < window.taps(); row += window.across()) {
        for (int i = 0; i < window.across(); i++) {
          at.out[i] = x;
          at.outAt[i] = plane + window.start(row, block) + i;
          at.outStep[i] = window.lineStep();
        }
        spread.run(at, planes * window.lines(), window.length());
      }
    }
  }

  /** Adds up the shares of each element of a plane. */
  private void add(Object shares, Object x, int plane) {
    loops.clear(x, plane, window.elements());
    // On one element, an earlier place is under a later tap.
    for (int tap = window.taps() - 1; tap >= 0; tap--) {
      int place = 0;
      for (int block = 0; block < window.blocks(); block++) {
        int element = plane + window.start(tap, block);
        for (int line = 0; line < window.lines(); line++) {
          loops.addSpread(shares, place, x, element, window.step(), window.length());
          element += window.lineStep();
          place += window.length();
        }
      }
    }
  }
}
