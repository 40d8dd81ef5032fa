// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

import dev.adjoint.graph.Buffer;
import dev.adjoint.ops.kernel.RangeKernel;

/**
 * A kernel that draws each element of its output by a method of its own, from as many random
 * numbers as it takes. Its first input is the key, an I64 scalar; others may hold the parameters of
 * each element. It works in doubles, rounded once, so that an F32 result is that of F64 rounded.
 */
public abstract class DrawKernel extends RangeKernel {
  private final long stream;
  private final Draws[] draws;

  /**
   * Creates a kernel.
   *
   * @param size the number of elements
   * @param stream which sequence of the key to draw from
   */
  protected DrawKernel(int size, long stream) {
    super(size, 128);
    this.stream = stream;
    this.draws = Draws.each(pieces());
  }

  /** Returns an element, drawn from its own numbers. */
  protected abstract double draw(Draws random, Buffer[] inputs, int element);

  @Override
  protected final void run(Buffer[] inputs, Buffer[] outputs, int from, int to, int piece) {
    long key = inputs[0].getLong(0);
    Draws random = draws[piece];
    for (int i = from; i < to; i++) {
      random.start(key, stream, i);
      outputs[0].setDouble(i, draw(random, inputs, i));
    }
  }
}
