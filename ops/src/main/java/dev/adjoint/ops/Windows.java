// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;

/** Adds up overlapping windows along an axis. */
final class Windows {
  private Windows() {}

  /** Returns {@link Shapes#fold}. */
  static Expr fold(Expr x, int axis, int extent, int step) {
    int rank = x.shape().rank() - 1;
    if (rank < 1) {
      throw new ShapeException(
          "fold", "needs an axis of windows and one of their elements, got " + x.type());
    }
    Shape windowed = x.shape().slice(0, rank);
    int at = windowed.axis("fold", axis);
    int windows = windowed.dim(at);
    int size = x.shape().dim(-1);
    boolean fits = extent >= size && size > 0 && step > 0;
    if (!fits || (extent - size) / step + 1 != windows) {
      throw new ShapeException(
          "fold",
          "%s windows of %s, each %s further, on axis %s of %s are not those of an extent of %s"
              .formatted(windows, size, step, at, x.shape(), extent));
    }
    Expr zeros = Expr.full(x.type().withShape(windowed.with(at, extent)), 0);
    // For a single window any step is right, even one that overflows.
    Expr starts = Positions.arange(DType.I32, windows, windows > 1 ? step : 1).expandDims(1);
    Expr places = starts.add(Positions.arange(DType.I32, size, 1));
    return zeros.scatterAdd(at, places, x.moveAxis(-1, at + 1));
  }
}
