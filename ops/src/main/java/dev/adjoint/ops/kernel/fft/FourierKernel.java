// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.fft;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.RangeKernel;

/**
 * Transforms the lines along an axis of two tensors, the real and the imaginary parts, into those
 * of two others. It works in doubles, rounded once at the end.
 */
public final class FourierKernel extends RangeKernel {
  private final AxisLayout layout;
  private final boolean inverse;
  private final FourierPlan plan;
  private final double[][][] memory;
  private final double[][] re;
  private final double[][] im;

  /**
   * Creates a kernel.
   *
   * @param layout where the lines are, of at least one element
   * @param inverse whether to turn the other way round
   */
  public FourierKernel(AxisLayout layout, boolean inverse) {
    super(layout.lines(), 8L * layout.extent());
    this.layout = layout;
    this.inverse = inverse;
    this.plan = FourierPlan.of(Math.max(1, layout.extent()));
    this.memory = new double[pieces()][][];
    for (int i = 0; i < pieces(); i++) {
      memory[i] = plan.memory();
    }
    this.re = new double[pieces()][layout.extent()];
    this.im = new double[pieces()][layout.extent()];
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    // Exchanging both parts before and after turns the other way round
    double[] first = re[piece];
    double[] second = im[piece];
    int real = inverse ? 1 : 0;
    for (int line = from; line < to; line++) {
      load(in[real], line, first);
      load(in[1 - real], line, second);
      plan.transform(first, second, memory[piece]);
      store(first, out[real], line);
      store(second, out[1 - real], line);
    }
  }

  private void load(Buffer in, int line, double[] x) {
    int at = in.offset() + layout.start(line);
    int step = layout.inner();
    for (int i = 0; i < x.length; i++) {
      x[i] = in.dtype() == DType.F32 ? in.f32()[at + i * step] : in.f64()[at + i * step];
    }
  }

  private void store(double[] y, Buffer out, int line) {
    int at = out.offset() + layout.start(line);
    int step = layout.inner();
    for (int i = 0; i < y.length; i++) {
      if (out.dtype() == DType.F32) {
        out.f32()[at + i * step] = (float) y[i];
      } else {
        out.f64()[at + i * step] = y[i];
      }
    }
  }
}
