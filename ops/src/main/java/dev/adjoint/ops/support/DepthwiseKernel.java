package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/**
 * The convolution of groups of one input channel each, for which a matrix would have too few rows:
 * plane by plane, one tap after the other at all places.
 */
final class DepthwiseKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final int filters;
  private final int perGroup;

  DepthwiseKernel(ConvSizes sizes, DType dtype) {
    super(
        sizes.batch() * sizes.groups() * sizes.out(),
        (long) sizes.window().size() * sizes.to().size());
    loops = PlaneLoops.of(dtype);
    taps = new PlaneTaps(sizes.sliding(), sizes.from(), sizes.window(), sizes.to());
    filters = sizes.groups() * sizes.out();
    perGroup = sizes.out();
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    Object w = in[1].array();
    for (int plane = from; plane < to; plane++) {
      int source = in[0].offset() + plane / perGroup * taps.elements();
      int target = out[0].offset() + plane * taps.places();
      int filter = in[1].offset() + plane % filters * taps.taps();
      loops.clear(out[0].array(), target, taps.places());
      for (int line = 0; line < taps.lines(); line++) {
        int at = target + line * taps.length();
        for (int tap = 0; tap < taps.taps(); tap++) {
          line(w, filter, tap, in[0].array(), source, line, out[0].array(), at);
        }
      }
    }
  }

  /** Adds what one tap gives to a line of places. */
  private void line(
      Object w, int filter, int tap, Object x, int source, int line, Object y, int at) {
    int start = taps.line(tap / taps.across(), line);
    if (start == PlaneTaps.PADDING) {
      loops.multiplyAddZero(w, filter + tap, y, at, taps.length());
      return;
    }
    int across = tap % taps.across();
    int first = taps.first(across);
    int end = taps.end(across);
    int element = source + start + taps.shift(across) + first * taps.stride();
    if (first > 0) {
      loops.multiplyAddZero(w, filter + tap, y, at, first);
    }
    loops.multiplyAdd(w, filter + tap, x, element, taps.stride(), y, at + first, end - first);
    if (end < taps.length()) {
      loops.multiplyAddZero(w, filter + tap, y, at + end, taps.length() - end);
    }
  }
}
