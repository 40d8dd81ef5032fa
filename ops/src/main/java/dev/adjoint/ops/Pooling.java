// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.MaxPool;
import java.util.List;

/** The largest or mean elements under a window. Tensors are {@code [batch, channels, spatial…]}. */
public final class Pooling {
  /**
   * The largest elements under a window, and where they are.
   *
   * @param values {@code [batch, channels, spatial…]}
   * @param indices the I32 position of each in its plane, counted through all spatial axes
   */
  public record MaxPooled(Expr values, Expr indices) {}

  private Pooling() {}

  // ---------------- largest

  /** Returns the largest elements of squares that do not overlap. */
  public static Expr maxPool2d(Expr x, int size) {
    return maxPool2d(x, size, size, 0);
  }

  /** Returns the largest elements of squares; what is padding is left out. */
  public static Expr maxPool2d(Expr x, int size, int stride, int padding) {
    return maxPool(
        x,
        Shape.of("maxPool2d", size, size),
        WindowOptions.over(2).stride(stride).padding(padding));
  }

  /**
   * Returns the largest element under a window at each of its output positions; NaN if there is
   * one. The first of equals has the derivative. What is padding is left out.
   *
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static Expr maxPool(Expr x, Shape window, WindowOptions options) {
    return maxPoolWithIndices(x, window, options).values();
  }

  /**
   * Returns the largest element under a window at each of its output positions, as {@link #maxPool}
   * does, and where it is. The indices are that of the first among equals, or of the first NaN.
   *
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static MaxPooled maxPoolWithIndices(Expr x, Shape window, WindowOptions options) {
    List<Expr> outputs = Expr.applyAll(new MaxPool(window, options), List.of(x));
    return new MaxPooled(outputs.get(0), outputs.get(1));
  }

  // ---------------- means

  /** Returns the means of squares that do not overlap. */
  public static Expr avgPool2d(Expr x, int size) {
    return avgPool2d(x, size, size, 0);
  }

  /** Returns the means of squares; padding counts as zeros. */
  public static Expr avgPool2d(Expr x, int size, int stride, int padding) {
    return avgPool(
        x,
        Shape.of("avgPool2d", size, size),
        WindowOptions.over(2).stride(stride).padding(padding),
        true);
  }

  /**
   * Returns the mean of the elements under a window at each of its output positions.
   *
   * @param countPadding whether padding counts as zeros, or is left out of the mean
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static Expr avgPool(Expr x, Shape window, WindowOptions options, boolean countPadding) {
    return Expr.apply(new AvgPool(window, options, countPadding), x);
  }
}
