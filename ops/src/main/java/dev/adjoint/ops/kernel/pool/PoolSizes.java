// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.kernel.conv.ConvSizes;

/**
 * The sizes of a pooling: input {@code x[batch, channels, from…]}, output {@code y[batch, channels,
 * to…]}.
 *
 * @param options how the window slides
 * @param planes the number of planes, {@code batch · channels}
 * @param from the spatial extents of the input
 * @param window the extents of the window
 * @param to the spatial extents of the output
 */
public record PoolSizes(WindowOptions options, int planes, Shape from, Shape window, Shape to) {
  /**
   * Returns the sizes for an input.
   *
   * @param op the name of the op, for the error
   * @throws ShapeException if the window does not fit, or has nothing but padding under it at some
   *     output position
   */
  public static PoolSizes of(String op, WindowOptions options, Shape window, Shape x) {
    checkWindow(op, options, window);
    if (x.rank() != 2 + options.axes()) {
      throw new ShapeException(
          op,
          "input must have %s axes, batch, channels and %s spatial: %s"
              .formatted(2 + options.axes(), options.axes(), x));
    }
    Shape from = ConvSizes.spatial(x);
    Shape to = options.outputPositions(op, from, window);
    for (int axis = 0; axis < to.rank(); axis++) {
      checkNotPadding(op, options, window, x, axis, to.dim(axis));
    }
    return new PoolSizes(options, x.dim(0) * x.dim(1), from, window, to);
  }

  /**
   * Checks the parameters alone.
   *
   * @throws ShapeException if they do not fit each other
   */
  public static void checkWindow(String op, WindowOptions options, Shape window) {
    options.check(op);
    if (window.rank() != options.axes()) {
      throw new ShapeException(
          op, "%s are no extents of %s spatial axes".formatted(window, options.axes()));
    }
  }

  private static void checkNotPadding(
      String op, WindowOptions options, Shape window, Shape x, int axis, int outputPositions) {
    long outputPosition = firstOnPadding(options, window.dim(axis), x.dim(2 + axis), axis);
    if (outputPosition < outputPositions) {
      throw new ShapeException(
          op,
          "a window of %s at output position %s of axis %s of %s lies on padding alone; pad less"
              .formatted(window, outputPosition, 2 + axis, x));
    }
  }

  /** Returns the first output position at which no tap lies on one of {@code extent} elements. */
  private static long firstOnPadding(WindowOptions options, int taps, int extent, int axis) {
    long stride = options.strides().get(axis);
    long low = options.low().get(axis);
    long dilation = options.dilations().get(axis);
    if (Math.ceilDiv(low, dilation) >= taps) {
      return 0;
    }
    // From here on the taps reach the first element; farther apart than there are elements, they
    // may
    // leap over all of them.
    for (long outputPosition = 0;
        dilation > extent && outputPosition * stride < low;
        outputPosition++) {
      long before = low - outputPosition * stride;
      if (Math.ceilDiv(before, dilation) * dilation - before >= extent) {
        return outputPosition;
      }
    }
    return Math.ceilDiv(extent + low, stride);
  }

  /**
   * Returns the sizes of the reversed window: at an element it covers the output positions whose
   * windows cover the element, the first under the first tap, if output positions are laid out at
   * the distances of their strides.
   */
  PoolSizes reversed() {
    int axes = from.rank();
    int[] apart = new int[axes];
    int[] low = new int[axes];
    int[] high = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      int reach = (window.dim(axis) - 1) * options.dilations().get(axis);
      apart[axis] = (to.dim(axis) - 1) * options.strides().get(axis) + 1;
      low[axis] = reach - options.low().get(axis);
      high[axis] = from.dim(axis) + reach - apart[axis] - low[axis];
    }
    WindowOptions back =
        new WindowOptions(
            WindowOptions.over(axes).strides(),
            ImmutableIntArray.copyOf(low),
            ImmutableIntArray.copyOf(high),
            options.dilations());
    return new PoolSizes(back, planes, Shape.of(apart), window, from);
  }

  /** Returns the approximate number of elements read and written for one plane. */
  long work() {
    return (long) window.size() * to.size();
  }
}
