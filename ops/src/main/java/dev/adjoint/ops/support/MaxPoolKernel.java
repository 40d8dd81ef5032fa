package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/** The largest element under a window at each of its places, and where it is. */
public final class MaxPoolKernel extends RangeKernel {
  private final PlaneTaps taps;
  private final PoolLoops loops;
  private final int[][] scratch;

  /** Creates the kernel of values and positions. */
  public MaxPoolKernel(PoolSizes sizes, DType dtype) {
    super(sizes.planes(), sizes.work());
    taps = sizes.taps();
    loops = PoolLoops.of(dtype, taps);
    scratch = new int[pieces()][taps.isSquareOfFour() ? 0 : taps.scratch()];
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int plane = from; plane < to; plane++) {
      loops.max(
          in[0].array(),
          in[0].offset() + plane * taps.elements(),
          out[0].array(),
          out[0].offset() + plane * taps.places(),
          out[1].i32(),
          out[1].offset() + plane * taps.places(),
          scratch[piece]);
    }
  }
}
