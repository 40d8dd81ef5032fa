// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import dev.adjoint.graph.Buffer;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.RangeKernel;

/** A kernel that walks along each line of an axis, forwards or backwards. */
public abstract class PrefixKernel extends RangeKernel {
  private final AxisLayout layout;
  private final boolean reverse;

  /** Creates a kernel for the lines of a layout. */
  protected PrefixKernel(AxisLayout layout, boolean reverse) {
    super(layout.lines(), 4L * layout.extent());
    this.layout = layout;
    this.reverse = reverse;
  }

  @Override
  protected final void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    if (layout.extent() == 0) {
      return;
    }
    int step = reverse ? -layout.inner() : layout.inner();
    for (int line = from; line < to; line++) {
      int start = layout.start(line);
      int first = reverse ? start + (layout.extent() - 1) * layout.inner() : start;
      walk(in, out, first, step, layout.extent(), piece);
    }
  }

  /**
   * Walks along one line, of at least one element.
   *
   * @param first the index of the first element, in all inputs and outputs
   * @param step the distance from one element to the next, which may be negative
   * @param count the number of elements
   * @param piece the number of the piece, for scratch memory
   */
  protected abstract void walk(
      Buffer[] in, Buffer[] out, int first, int step, int count, int piece);
}
