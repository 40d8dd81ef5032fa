// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.reduce;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.AxisLayout;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.List;

/** Finds the index of the largest or smallest element of each line. */
public final class ArgExtremumKernel extends RangeKernel {
  private final AxisLayout layout;
  private final boolean floating;
  private final boolean largest;

  /** Creates a kernel for the lines of a layout. */
  public ArgExtremumKernel(AxisLayout layout, DType dtype, boolean largest) {
    super(layout.lines(), layout.extent());
    this.layout = layout;
    this.floating = dtype.isFloating();
    this.largest = largest;
  }

  /**
   * Returns the type of the indices.
   *
   * @param superlative the kind of element that is missing, such as {@code largest}
   * @throws ShapeException if there is no such axis, no number, or no element on it
   */
  public static ImmutableList<TensorType> infer(
      Op op, int axis, String superlative, List<TensorType> inputs) {
    TensorType x = InputTypes.onlyNumbersWithAxis(op, axis, inputs);
    if (x.shape().dim(axis) == 0) {
      throw new ShapeException(
          op.name(),
          "no element along axis %s of %s; there is no %s of none".formatted(axis, x, superlative));
    }
    return ImmutableList.of(
        new TensorType(DType.I32, x.shape().without(ImmutableIntArray.of(axis))));
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int line = from; line < to; line++) {
      int best = floating ? first(in[0], line) : firstInteger(in[0], line);
      out[0].i32()[out[0].offset() + line] = best;
    }
  }

  private int first(Buffer x, int line) {
    int at = layout.start(line);
    int best = 0;
    double extreme = x.getDouble(at);
    for (int i = 1; i < layout.extent() && !Double.isNaN(extreme); i++) {
      double v = x.getDouble(at + i * layout.inner());
      if ((largest ? v > extreme : v < extreme) || Double.isNaN(v)) {
        extreme = v;
        best = i;
      }
    }
    return best;
  }

  private int firstInteger(Buffer x, int line) {
    int at = layout.start(line);
    int best = 0;
    for (int i = 1; i < layout.extent(); i++) {
      long v = x.getLong(at + i * layout.inner());
      long extreme = x.getLong(at + best * layout.inner());
      if (largest ? v > extreme : v < extreme) {
        best = i;
      }
    }
    return best;
  }
}
