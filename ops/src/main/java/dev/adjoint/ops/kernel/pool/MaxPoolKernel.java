// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.exec.emit.LoopOperands;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.plane.ObjectPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The largest element under a window at each of its output positions, and its position. */
public final class MaxPoolKernel extends RangeKernel {
  private final PoolWindow window;
  private final DType dtype;

  /** The dtype of positions while they are in lanes beside elements. */
  private final DType wide;

  /**
   * The taps that at some output position are the first not on padding; empty if there is no
   * padding.
   */
  private final Set<Integer> firstTaps;

  private final PoolLoop loop;
  private final ObjectPool<Work> scratch;
  private final int elements;

  /**
   * The scratch memory of a piece of work.
   *
   * @param padded a copy of a plane with its padding
   * @param positions the positions of a plane, if they must be narrowed
   */
  private record Work(LoopOperands at, @Nullable Object padded, long @Nullable [] positions) {}

  /** Creates the kernel of values and positions. */
  public MaxPoolKernel(PoolSizes sizes, DType dtype) {
    super(sizes.planes(), sizes.work());
    this.dtype = dtype;
    window = new PoolWindow(sizes);
    elements = sizes.from().size();
    wide = dtype == DType.F32 ? DType.I32 : DType.I64;
    List<Object> tables = new ArrayList<>(List.of(table(window.positions())));
    if (window.isPadded()) {
      int[] first = window.firstTaps();
      tables.add(table(first));
      firstTaps = Arrays.stream(first).boxed().collect(Collectors.toSet());
    } else {
      firstTaps = Set.of();
    }
    List<DType> types = tables.stream().map(_ -> wide).toList();
    loop = new PoolLoop(window, dtype, List.of(dtype, wide), types, tables, this::round);
    scratch = new ObjectPool<>(this::work);
  }

  private Object table(int[] values) {
    return wide == DType.I32 ? values : Arrays.stream(values).asLongStream().toArray();
  }

  /** Combines taps one by one: the largest element so far and its distance from the first tap. */
  private List<Scalar> round(int first, List<Scalar> x, List<Scalar> before, List<Scalar> tables) {
    boolean begins = before.isEmpty();
    Scalar best = begins ? x.getFirst() : before.get(0);
    Scalar at = begins ? Scalar.constant(wide, 0L) : before.get(1);
    for (int i = begins ? 1 : 0; i < x.size(); i++) {
      int tap = first + i;
      // The first among equals is kept, and the first NaN.
      Scalar better = x.get(i).lessEqual(best).not().and(best.equal(best));
      if (firstTaps.contains(tap)) {
        // The taps before were on padding.
        better = better.or(tables.get(1).equal(Scalar.constant(wide, (long) tap)));
      }
      best = better.select(x.get(i), best);
      at = better.select(Scalar.constant(wide, (long) window.shift(tap)), at);
    }
    boolean ends = first + x.size() == window.taps();
    return List.of(best, ends ? at.add(tables.get(0)) : at);
  }

  private Work work() {
    Buffer padded = window.isPadded() ? Buffer.allocate(dtype, window.elements()) : null;
    for (int i = 0; padded != null && i < padded.size(); i++) {
      // No element after the first tap that is not on padding is smaller.
      padded.setDouble(i, Double.NEGATIVE_INFINITY);
    }
    return new Work(
        loop.operands(),
        padded == null ? null : padded.array(),
        wide == DType.I32 ? null : new long[window.outputPositions()]);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Work work = scratch.take();
    for (int plane = from; plane < to; plane++) {
      plane(work, in[0], plane, out[0], out[1]);
    }
    loop.release(work.at);
    scratch.give(work);
  }

  private void plane(Work work, Buffer x, int plane, Buffer y, Buffer positions) {
    LoopOperands at = work.at;
    int first = plane * window.outputPositions();
    at.out[0] = y.array();
    at.outAt[0] = y.offset() + first;
    at.out[1] = work.positions == null ? positions.i32() : work.positions;
    at.outAt[1] = work.positions == null ? positions.offset() + first : 0;
    int source = x.offset() + plane * elements;
    if (work.padded != null) {
      window.pad(x.array(), source, work.padded);
      loop.run(at, work.padded, 0, 1);
    } else {
      loop.run(at, x.array(), source, 1);
    }
    for (int i = 0; work.positions != null && i < window.outputPositions(); i++) {
      positions.i32()[positions.offset() + first + i] = (int) work.positions[i];
    }
  }
}
