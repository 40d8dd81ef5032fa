package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/**
 * The derivative by its input of a convolution of groups of one input and one output channel: plane
 * by plane, one line of places after the other.
 *
 * <p>The chain of a single channel, {@code fma(w, dy, +0)}, is the rounded product; that it makes
 * {@code +0} of {@code −0} does not show in a sum that starts from {@code +0}.
 */
final class DepthwiseTransposeKernel extends RangeKernel {
  private final PlaneLoops loops;
  private final PlaneTaps taps;
  private final int groups;

  DepthwiseTransposeKernel(ConvSizes sizes, DType dtype) {
    super(sizes.batch() * sizes.groups(), (long) sizes.window().size() * sizes.to().size());
    loops = PlaneLoops.of(dtype);
    taps = new PlaneTaps(sizes.sliding(), sizes.from(), sizes.window(), sizes.to());
    groups = sizes.groups();
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int plane = from; plane < to; plane++) {
      int source = in[0].offset() + plane * taps.places();
      int target = out[0].offset() + plane * taps.elements();
      int filter = in[1].offset() + plane % groups * taps.taps();
      loops.clear(out[0].array(), target, taps.elements());
      for (int line = 0; line < taps.lines(); line++) {
        // On one element, an earlier place is under a later tap.
        for (int tap = taps.taps() - 1; tap >= 0; tap--) {
          int start = taps.line(tap / taps.across(), line);
          if (start != PlaneTaps.PADDING) {
            int across = tap % taps.across();
            int first = taps.first(across);
            loops.addProducts(
                in[1].array(),
                filter + tap,
                in[0].array(),
                source + line * taps.length() + first,
                out[0].array(),
                target + start + taps.shift(across) + first * taps.stride(),
                taps.stride(),
                taps.end(across) - first);
          }
        }
      }
    }
  }
}
