// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import dev.adjoint.graph.Buffer;
import dev.adjoint.ops.kernel.AxisLayout;
import java.util.Arrays;

/** A prefix scan of one input that keeps a {@link RunningSum} along each line. */
public abstract class RunningSumKernel extends PrefixKernel {
  private final RunningSum[] sums;

  /** Creates a kernel for the lines of a layout. */
  protected RunningSumKernel(AxisLayout layout, boolean reverse) {
    super(layout, reverse);
    sums = new RunningSum[pieces()];
    Arrays.setAll(sums, _ -> new RunningSum());
  }

  @Override
  protected final void walk(Buffer[] in, Buffer[] out, int first, int step, int count, int piece) {
    RunningSum sum = sums[piece];
    sum.clear();
    walk(sum, in[0], out[0], first, step, count);
  }

  /**
   * Walks along one line, of at least one element.
   *
   * @param sum a sum without terms
   * @param first the index of the first element, in {@code x} and {@code y}
   * @param step the distance from one element to the next, which may be negative
   * @param count the number of elements
   */
  protected abstract void walk(RunningSum sum, Buffer x, Buffer y, int first, int step, int count);
}
