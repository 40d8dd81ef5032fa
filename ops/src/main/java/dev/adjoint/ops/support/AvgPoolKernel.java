package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.Arrays;

/** The mean of the elements under a window at each of its places. */
public final class AvgPoolKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final PoolLoops pooling;
  private final int[] counts;

  /**
   * Creates the kernel.
   *
   * @param countPadding whether the mean is over all taps, or over those that are not on padding
   */
  public AvgPoolKernel(PoolSizes sizes, DType dtype, boolean countPadding) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    taps = sizes.taps();
    pooling = PoolLoops.of(dtype, taps);
    counts = counts(taps, countPadding);
  }

  /** Returns what to divide by at each place. */
  static int[] counts(PlaneTaps taps, boolean countPadding) {
    int[] counts = taps.counts();
    if (countPadding) {
      Arrays.fill(counts, taps.taps());
    }
    return counts;
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int plane = from; plane < to; plane++) {
      int source = in[0].offset() + plane * taps.elements();
      int target = out[0].offset() + plane * taps.places();
      if (taps.stride() > 1) {
        pooling.mean(in[0].array(), source, out[0].array(), target, counts);
        continue;
      }
      // Neighbouring places have neighbouring elements: a pass for each tap runs on vectors.
      loops.clear(out[0].array(), target, taps.places());
      for (int row = 0; row < taps.rows(); row++) {
        for (int tap = 0; tap < taps.across(); tap++) {
          add(in[0].array(), source, out[0].array(), target, row, tap);
        }
      }
      loops.divide(out[0].array(), target, counts, taps.places());
    }
  }

  /** Adds what is under one tap at all places of a plane. */
  private void add(Object x, int source, Object y, int target, int row, int tap) {
    int first = taps.first(tap);
    int count = taps.end(tap) - first;
    for (int line = 0; line < taps.lines(); line++) {
      int start = taps.line(row, line);
      if (start != PlaneTaps.PADDING) {
        int element = start + taps.shift(tap) + first * taps.stride();
        int place = line * taps.length() + first;
        loops.addRead(x, source + element, taps.stride(), y, target + place, count);
      }
    }
  }
}
