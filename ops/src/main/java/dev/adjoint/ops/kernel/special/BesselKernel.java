// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.special;

import dev.adjoint.graph.Buffer;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.Arrays;

/** A Bessel function, or a derivative of one, element by element. */
public final class BesselKernel extends RangeKernel {
  private static final int WORK = 512;

  private final BesselSeries[] series;
  private final Function function;

  /** What of a series is asked for at a number. */
  @FunctionalInterface
  public interface Function {
    /** Returns the value at {@code x}. */
    double of(BesselSeries series, double x);
  }

  /**
   * Creates a kernel.
   *
   * @param size the number of elements
   * @param order the order of the function
   * @param scaled whether to multiply by {@code e^−|x|}
   * @param function such as {@link BesselSeries#at}
   */
  public BesselKernel(int size, int order, boolean scaled, Function function) {
    super(size, WORK);
    this.function = function;
    series = new BesselSeries[pieces()];
    Arrays.setAll(series, i -> new BesselSeries(order, scaled));
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int i = from; i < to; i++) {
      out[0].setDouble(i, function.of(series[piece], in[0].getDouble(i)));
    }
  }
}
