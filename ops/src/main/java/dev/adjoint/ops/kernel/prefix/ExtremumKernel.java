// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.InputTypes;
import java.util.List;

/**
 * Finds at each position the largest or smallest element so far and its index: the first among
 * equals, and from the first NaN on that.
 */
public final class ExtremumKernel extends PrefixKernel {
  private final boolean largest;
  private final boolean floating;
  private final int inner;
  private final int extent;

  /** Creates a kernel for the lines of a layout. */
  public ExtremumKernel(AxisLayout layout, DType dtype, boolean reverse, boolean largest) {
    super(layout, reverse);
    this.largest = largest;
    floating = dtype.isFloating();
    inner = layout.inner();
    extent = layout.extent();
  }

  /**
   * Returns the types of the values and the indices.
   *
   * @throws ShapeException if there is no such axis, or no number
   */
  public static ImmutableList<TensorType> infer(Op op, int axis, List<TensorType> inputs) {
    TensorType x = InputTypes.onlyNumbersWithAxis(op, axis, inputs);
    return ImmutableList.of(x, x.withDtype(DType.I32));
  }

  @Override
  protected void walk(Buffer[] in, Buffer[] out, int first, int step, int count, int piece) {
    int best = first;
    int[] places = out[1].i32();
    for (int i = 0; i < count; i++) {
      int at = first + i * step;
      if (floating
          ? beats(in[0].getDouble(at), in[0].getDouble(best))
          : beatsInteger(in[0], at, best)) {
        best = at;
      }
      if (floating) {
        out[0].setDouble(at, in[0].getDouble(best));
      } else {
        out[0].setLong(at, in[0].getLong(best));
      }
      places[out[1].offset() + at] = best / inner % extent;
    }
  }

  private boolean beats(double v, double best) {
    return (largest ? v > best : v < best) || Double.isNaN(v) && !Double.isNaN(best);
  }

  private boolean beatsInteger(Buffer x, int at, int best) {
    return largest ? x.getLong(at) > x.getLong(best) : x.getLong(at) < x.getLong(best);
  }
}
