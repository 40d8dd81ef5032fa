package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/** Shares what is at each place of a window evenly among the elements under it. */
public final class AvgUnpoolKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final PoolLoops pooling;
  private final boolean apart;
  private final int[] counts;
  private final Buffer[] shares;

  /**
   * Creates the kernel.
   *
   * @param countPadding whether padding has its share, which is lost
   */
  public AvgUnpoolKernel(PoolSizes sizes, DType dtype, boolean countPadding) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    taps = sizes.taps();
    pooling = PoolLoops.of(dtype, taps);
    apart = taps.areApart();
    counts = AvgPoolKernel.counts(taps, countPadding);
    shares = new Buffer[apart ? 0 : pieces()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Buffer.allocate(dtype, taps.places());
    }
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int plane = from; plane < to; plane++) {
      int source = in[0].offset() + plane * taps.places();
      int target = out[0].offset() + plane * taps.elements();
      loops.clear(out[0].array(), target, taps.elements());
      if (apart) {
        pooling.share(in[0].array(), source, out[0].array(), target, counts);
        continue;
      }
      Object share = shares[piece].array();
      System.arraycopy(in[0].array(), source, share, 0, taps.places());
      loops.divide(share, 0, counts, taps.places());
      // On one element, an earlier place is under a later tap.
      for (int row = taps.rows() - 1; row >= 0; row--) {
        for (int tap = taps.across() - 1; tap >= 0; tap--) {
          add(share, out[0].array(), target, row, tap);
        }
      }
    }
  }

  /** Adds the shares of what is under one tap at all places of a plane. */
  private void add(Object share, Object x, int target, int row, int tap) {
    int first = taps.first(tap);
    int count = taps.end(tap) - first;
    for (int line = 0; line < taps.lines(); line++) {
      int start = taps.line(row, line);
      if (start != PlaneTaps.PADDING) {
        int element = start + taps.shift(tap) + first * taps.stride();
        int place = line * taps.length() + first;
        loops.addSpread(share, place, x, target + element, taps.stride(), count);
      }
    }
  }
}
