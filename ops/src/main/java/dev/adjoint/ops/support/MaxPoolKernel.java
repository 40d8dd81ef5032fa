package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.Arrays;

/** The largest element under a window at each of its places, and where it is. */
public final class MaxPoolKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final long[][] best;
  private final int[][] where;

  /** Creates the kernel of values and positions. */
  public MaxPoolKernel(PoolSizes sizes, DType dtype) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    taps = sizes.taps();
    best = new long[pieces()][taps.length()];
    where = new int[pieces()][taps.length()];
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int plane = from; plane < to; plane++) {
      int source = in[0].offset() + plane * taps.elements();
      for (int line = 0; line < taps.lines(); line++) {
        Arrays.fill(best[piece], Long.MIN_VALUE);
        for (int row = 0; row < taps.rows(); row++) {
          compare(in[0].array(), source, line, row, piece);
        }
        int at = plane * taps.places() + line * taps.length();
        loops.takeLargest(
            in[0].array(),
            source,
            best[piece],
            where[piece],
            out[0].array(),
            out[0].offset() + at,
            out[1].i32(),
            out[1].offset() + at,
            taps.length());
      }
    }
  }

  /** Compares what is under one row of taps at a line of places with the best so far. */
  private void compare(Object x, int source, int line, int row, int piece) {
    int start = taps.line(row, line);
    for (int tap = 0; start != PlaneTaps.PADDING && tap < taps.across(); tap++) {
      int first = taps.first(tap);
      int element = start + taps.shift(tap) + first * taps.stride();
      loops.larger(
          x,
          source,
          element,
          taps.stride(),
          best[piece],
          where[piece],
          first,
          taps.end(tap) - first);
    }
  }
}
