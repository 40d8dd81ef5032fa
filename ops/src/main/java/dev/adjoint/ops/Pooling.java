// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.MaxPool;
import dev.adjoint.ops.op.window.MaxUnpool;
import java.util.List;

/**
 * The largest elements under a window, their means and their norms. Tensors are {@code [batch,
 * channels, spatial…]}, with any number of spatial axes.
 */
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

  /** Returns the largest elements of squares; padding is left out. */
  public static Expr maxPool2d(Expr x, int size, int stride, int padding) {
    return maxPool(
        x,
        Shape.of("maxPool2d", size, size),
        WindowOptions.over(2).stride(stride).padding(padding));
  }

  /**
   * Returns the largest element under a window at each of its output positions; NaN if one of them
   * is NaN. Among equal elements, the first one has the derivative. Padding is left out.
   *
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static Expr maxPool(Expr x, Shape window, WindowOptions options) {
    return maxPoolWithIndices(x, window, options).values();
  }

  /**
   * Returns the largest element under a window at each of its output positions, as {@link #maxPool}
   * does, and where it is: the index of the first among equals, or of the first NaN.
   *
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static MaxPooled maxPoolWithIndices(Expr x, Shape window, WindowOptions options) {
    List<Expr> outputs = Expr.applyAll(new MaxPool(window, options), List.of(x));
    return new MaxPooled(outputs.get(0), outputs.get(1));
  }

  /**
   * Returns the largest elements under a window that may reach over the end.
   *
   * @param ceil whether the last window along an axis may reach over the padding, as long as it
   *     begins before: {@code ⌈…⌉} in place of {@code ⌊…⌋} in the number of output positions
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static MaxPooled maxPoolWithIndices(
      Expr x, Shape window, WindowOptions options, boolean ceil) {
    return maxPoolWithIndices(x, window, ceil ? ceil(x, window, options) : options);
  }

  /**
   * Returns zeros, with values at the positions that {@link #maxPoolWithIndices} returned. Windows
   * that overlap may have one position in common: its values are added. A position outside of its
   * plane makes the run fail with an {@link IndexOutOfBoundsException}.
   *
   * @param values {@code [batch, channels, …]}
   * @param indices I32, of the shape of the values
   * @param spatial the spatial extents of the result
   * @throws ShapeException if the types do not fit
   */
  public static Expr maxUnpool(Expr values, Expr indices, int... spatial) {
    return Expr.apply(new MaxUnpool(Shape.of(spatial)), values, indices);
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

  /**
   * Returns the mean of the elements under a window that may reach over the end. Places beyond the
   * padding never count. For example, ones {@code [4]} with a window of 3, stride 2 and padding 1
   * that counts have the means {@code [⅔, 1, ½]}, as in PyTorch and ONNX.
   *
   * @param countPadding whether padding counts as zeros, or is left out of the mean
   * @param ceil whether the last window along an axis may reach over the padding, as long as it
   *     begins before
   * @throws ShapeException if the window does not fit, or at some output position lies on padding
   *     alone
   */
  public static Expr avgPool(
      Expr x, Shape window, WindowOptions options, boolean countPadding, boolean ceil) {
    WindowOptions longer = ceil ? ceil(x, window, options) : options;
    if (longer.equals(options) || !countPadding) {
      return avgPool(x, window, longer, countPadding);
    }
    // Zeros that are elements count, and padding that is added for the last window does not.
    int[] low = new int[x.shape().rank()];
    int[] high = new int[x.shape().rank()];
    int[] beyond = new int[options.axes()];
    for (int i = 0; i < beyond.length; i++) {
      low[2 + i] = options.low().get(i);
      high[2 + i] = options.high().get(i);
      beyond[i] = longer.high().get(i) - high[2 + i];
    }
    WindowOptions rest = options.padding(new int[beyond.length], beyond);
    return avgPool(x.pad(low, high, 0), window, rest, false);
  }

  private static WindowOptions ceil(Expr x, Shape window, WindowOptions options) {
    boolean fits = x.shape().rank() == 2 + options.axes() && window.rank() == options.axes();
    // Otherwise the op itself has the better message.
    return fits ? options.ceil(ConvSizes.spatial(x.shape()), window) : options;
  }

  // ---------------- norms

  /**
   * Returns the norm {@code (Σ |x|ᵖ)^(1/p)} of the elements under a window at each of its output
   * positions, as ONNX does it; padding counts as zeros. PyTorch, whose {@code lp_pool} has no
   * absolute value, gives NaN or a negative number where elements are negative.
   *
   * <p>It is the {@linkplain Reductions#norm norm} of the elements, with its derivatives: that of a
   * window of zeros is 0.
   *
   * @param p the order, positive; ∞ gives the largest absolute value
   * @throws ShapeException if the window does not fit
   */
  public static Expr lpPool(Expr x, double p, Shape window, WindowOptions options) {
    return PoolWindows.of("lpPool", x, window, options).norm(p, PoolWindows.taps(window));
  }

  // ---------------- the whole plane, and a given number of windows

  /**
   * Returns the largest element of each plane, {@code [batch, channels]}. Its derivative is shared
   * evenly among equals, as that of {@link Reductions#max}.
   *
   * @throws ShapeException if there are no spatial axes
   */
  public static Expr globalMaxPool(Expr x) {
    return x.max(PoolWindows.spatial("globalMaxPool", x));
  }

  /**
   * Returns the mean of each plane, {@code [batch, channels]}.
   *
   * @throws ShapeException if there are no spatial axes
   */
  public static Expr globalAvgPool(Expr x) {
    return x.mean(PoolWindows.spatial("globalAvgPool", x));
  }

  /**
   * Returns the largest elements of windows that cover each plane, as many as stated along each
   * axis: window {@code i} of {@code n} goes from {@code ⌊i·extent/n⌋} to {@code ⌈(i +
   * 1)·extent/n⌉}, as in PyTorch. The first of equals has the derivative.
   *
   * @param to how many windows there are along each spatial axis
   * @throws ShapeException if there is not one number for each spatial axis, or one is not positive
   */
  public static Expr adaptiveMaxPool(Expr x, int... to) {
    return AdaptiveWindows.max(x, to);
  }

  /**
   * Returns the means of windows that cover each plane, as many as stated along each axis; {@link
   * #adaptiveMaxPool} tells which.
   *
   * @param to how many windows there are along each spatial axis
   * @throws ShapeException if there is not one number for each spatial axis, or one is not positive
   */
  public static Expr adaptiveAvgPool(Expr x, int... to) {
    return AdaptiveWindows.mean(x, to);
  }
}
