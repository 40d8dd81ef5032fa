// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.line;

import dev.adjoint.graph.Buffer;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.Arrays;

/**
 * A kernel of floating-point lines along an axis: each is read into contiguous memory as doubles,
 * processed there, and written back rounded once. So the arithmetic is in doubles for either dtype,
 * each element is read from the tensor once, and the layout does not matter.
 */
public abstract class LineKernel extends RangeKernel {
  /** Sums have this many virtual lanes, reduced in a fixed tree. */
  private static final int LANES = 8;

  /** The number of elements summed in lanes at a time. */
  private static final int BLOCK = 256;

  /** The number of blocks whose sums make one of the next level. */
  private static final int FAN = 8;

  private final AxisLayout layout;
  private final double[][] scratch;
  private final double[][] lanes;

  /** Creates a kernel for the lines of a layout. */
  protected LineKernel(AxisLayout layout) {
    super(layout.lines(), layout.extent());
    this.layout = layout;
    this.scratch = new double[pieces()][layout.extent()];
    this.lanes = new double[pieces()][LANES];
  }

  /**
   * Processes one line and writes its result; see {@link #store}.
   *
   * @param x the elements, which may be overwritten
   * @param lanes scratch memory for {@link #sum}
   * @param in all inputs; the line is one of the first
   * @param line the number of the line
   */
  protected abstract void line(double[] x, double[] lanes, Buffer[] in, Buffer out, int line);

  @Override
  protected final void run(Buffer[] inputs, Buffer[] outputs, int from, int to, int piece) {
    for (int line = from; line < to; line++) {
      load(inputs[0], line, scratch[piece]);
      line(scratch[piece], lanes[piece], inputs, outputs[0], line);
    }
  }

  private void load(Buffer in, int line, double[] x) {
    int at = in.offset() + layout.start(line);
    int step = layout.inner();
    switch (in.dtype()) {
      case F32 -> {
        float[] a = in.f32();
        for (int i = 0; i < x.length; i++) {
          x[i] = a[at + i * step];
        }
      }
      case F64 -> {
        double[] a = in.f64();
        for (int i = 0; i < x.length; i++) {
          x[i] = a[at + i * step];
        }
      }
      default -> throw new IllegalStateException("lines of " + in);
    }
  }

  /** Writes the elements of a line to the same positions of an output of the input's shape. */
  protected final void store(double[] y, Buffer out, int line) {
    int at = out.offset() + layout.start(line);
    int step = layout.inner();
    switch (out.dtype()) {
      case F32 -> {
        float[] a = out.f32();
        for (int i = 0; i < y.length; i++) {
          a[at + i * step] = (float) y[i];
        }
      }
      case F64 -> {
        double[] a = out.f64();
        for (int i = 0; i < y.length; i++) {
          a[at + i * step] = y[i];
        }
      }
      default -> throw new IllegalStateException("lines of " + out);
    }
  }

  /**
   * Returns the shift to subtract from a line so that its exponentials neither overflow nor all
   * vanish: its maximum, or 0 if that is not finite.
   */
  protected static double shift(double[] x) {
    double max = max(x);
    return Double.isFinite(max) ? max : 0;
  }

  /** Returns the largest element, −∞ if there is none; NaN if there is one. */
  protected static double max(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      max = Math.max(max, v);
    }
    return max;
  }

  /** Returns {@code Σ exp(xᵢ − shift)}, summed as {@link #sum} does. */
  protected static double sumOfExponentials(double[] x, double shift, double[] lanes) {
    return sum(x, 0, x.length, true, shift, lanes);
  }

  /**
   * Returns the sum: of every {@value #BLOCK} elements lane {@code j} takes {@code j, j + 8, …},
   * then lanes are reduced. The sums of eight such blocks are added in order, then as many of
   * these, and so on, so that the error grows with the block and the logarithm of their number.
   */
  protected static double sum(double[] x, double[] lanes) {
    return sum(x, 0, x.length, false, 0, lanes);
  }

  private static double sum(
      double[] x, int from, int to, boolean ofExponentials, double shift, double[] lanes) {
    if (to - from <= BLOCK) {
      Arrays.fill(lanes, 0);
      for (int i = from; i < to; i++) {
        lanes[(i - from) % LANES] += ofExponentials ? StrictMath.exp(x[i] - shift) : x[i];
      }
      return reduce(lanes);
    }
    int part = BLOCK;
    while (part * FAN < to - from) {
      part *= FAN;
    }
    double sum = sum(x, from, from + part, ofExponentials, shift, lanes);
    for (int i = from + part; i < to; i += part) {
      sum += sum(x, i, Math.min(to, i + part), ofExponentials, shift, lanes);
    }
    return sum;
  }

  private static double reduce(double[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[j + half];
      }
    }
    return lanes[0];
  }
}
