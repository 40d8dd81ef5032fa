package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/** The largest element under a window at each of its places, and where it is. */
public final class MaxPoolKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final int[] firstElements;

  /** Creates the kernel of values and positions. */
  public MaxPoolKernel(PoolSizes sizes, DType dtype) {
    super(sizes.planes(), sizes.work());
    loops = PlaneLoops.of(dtype);
    taps = sizes.taps();
    firstElements = taps.firstElements();
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int plane = from; plane < to; plane++) {
      int source = in[0].offset() + plane * taps.elements();
      int value = out[0].offset() + plane * taps.places();
      int position = out[1].offset() + plane * taps.places();
      System.arraycopy(firstElements, 0, out[1].i32(), position, taps.places());
      for (int i = 0; i < taps.places(); i++) {
        System.arraycopy(in[0].array(), source + firstElements[i], out[0].array(), value + i, 1);
      }
      for (int row = 0; row < taps.rows(); row++) {
        for (int tap = 0; tap < taps.across(); tap++) {
          tap(in[0].array(), source, out[0].array(), value, out[1].i32(), position, row, tap);
        }
      }
    }
  }

  /** Compares what is under one tap at all places of a plane with the best so far. */
  private void tap(
      Object x, int source, Object y, int value, int[] positions, int position, int row, int tap) {
    int first = taps.first(tap);
    int count = taps.end(tap) - first;
    for (int line = 0; line < taps.lines(); line++) {
      int start = taps.line(row, line);
      if (start != PlaneTaps.PADDING) {
        int element = start + taps.shift(tap) + first * taps.stride();
        int place = line * taps.length() + first;
        loops.larger(
            x,
            source + element,
            taps.stride(),
            y,
            value + place,
            positions,
            position + place,
            element,
            count);
      }
    }
  }
}
