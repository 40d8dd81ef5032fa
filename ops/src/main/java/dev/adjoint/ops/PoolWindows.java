// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.pool.PoolSizes;
import java.util.stream.IntStream;

/** The elements under each window, along new axes. A reduction along these axes is a pooling. */
final class PoolWindows {
  private PoolWindows() {}

  /**
   * Returns {@code [batch, channels, output positions…, window…]}: views of the tensor, with zeros
   * around it where there is padding.
   *
   * @throws ShapeException if the window does not fit
   */
  static Expr of(String op, Expr x, Shape window, WindowOptions options) {
    PoolSizes.checkWindow(op, options, window);
    int axes = options.axes();
    if (x.shape().rank() != 2 + axes) {
      throw new ShapeException(
          op,
          "input must have %s axes, batch, channels and %s spatial: %s"
              .formatted(2 + axes, axes, x.shape()));
    }
    options.outputPositions(op, ConvSizes.spatial(x.shape()), window);
    int[] low = new int[2 + axes];
    int[] high = new int[2 + axes];
    for (int i = 0; i < axes; i++) {
      low[2 + i] = options.low().get(i);
      high[2 + i] = options.high().get(i);
    }
    Expr y = x.pad(low, high, 0);
    for (int i = 0; i < axes; i++) {
      int dilation = options.dilations().get(i);
      int reach = (window.dim(i) - 1) * dilation + 1;
      y = y.unfold(2 + i, reach, options.strides().get(i)).slice(-1, 0, reach, dilation);
    }
    return y;
  }

  /** Returns the axes along which the elements under a window lie. */
  static int[] taps(Shape window) {
    return IntStream.range(-window.rank(), 0).toArray();
  }

  /**
   * Returns the spatial axes.
   *
   * @throws ShapeException if there are none
   */
  static int[] spatial(String op, Expr x) {
    if (x.shape().rank() < 3) {
      throw new ShapeException(
          op, "input must have batch, channels and spatial axes: " + x.shape());
    }
    return IntStream.range(2, x.shape().rank()).toArray();
  }
}
