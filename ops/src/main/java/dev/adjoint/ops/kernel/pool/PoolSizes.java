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
 * @param sliding how the window slides
 * @param planes the number of planes, {@code batch · channels}
 * @param from the spatial extents of the input
 * @param window the extents of the window
 * @param to the spatial extents of the output
 */
public record PoolSizes(WindowOptions sliding, int planes, Shape from, Shape window, Shape to) {
  /**
   * Returns the sizes for an input.
   *
   * @param op the op that asks, for the error
   * @throws ShapeException if the window does not fit, or has nothing but padding under it at some
   *     place
   */
  public static PoolSizes of(String op, WindowOptions sliding, Shape window, Shape x) {
    checkWindow(op, sliding, window);
    if (x.rank() != 2 + sliding.axes()) {
      throw new ShapeException(
          op,
          "input must have %s axes, batch, channels and %s spatial: %s"
              .formatted(2 + sliding.axes(), sliding.axes(), x));
    }
    Shape from = ConvSizes.spatial(x);
    Shape to = sliding.places(op, from, window);
    for (int axis = 0; axis < to.rank(); axis++) {
      checkNotPadding(op, sliding, window, x, axis, to.dim(axis));
    }
    return new PoolSizes(sliding, x.dim(0) * x.dim(1), from, window, to);
  }

  /**
   * Checks the parameters alone.
   *
   * @throws ShapeException if they do not fit each other
   */
  public static void checkWindow(String op, WindowOptions sliding, Shape window) {
    sliding.check(op);
    if (window.rank() != sliding.axes()) {
      throw new ShapeException(
          op, "%s are no extents of %s spatial axes".formatted(window, sliding.axes()));
    }
  }

  private static void checkNotPadding(
      String op, WindowOptions sliding, Shape window, Shape x, int axis, int places) {
    long place = firstOnPadding(sliding, window.dim(axis), x.dim(2 + axis), axis);
    if (place < places) {
      throw new ShapeException(
          op,
          "a window of %s at place %s of axis %s of %s lies on padding alone; pad less"
              .formatted(window, place, 2 + axis, x));
    }
  }

  /** Returns the first place where no tap lies on one of {@code extent} elements. */
  private static long firstOnPadding(WindowOptions sliding, int taps, int extent, int axis) {
    long stride = sliding.strides().get(axis);
    long low = sliding.low().get(axis);
    long dilation = sliding.dilations().get(axis);
    if (Math.ceilDiv(low, dilation) >= taps) {
      return 0;
    }
    // From here on the taps reach the first element; farther apart than there are elements, they
    // may
    // leap over all of them.
    for (long place = 0; dilation > extent && place * stride < low; place++) {
      long before = low - place * stride;
      if (Math.ceilDiv(before, dilation) * dilation - before >= extent) {
        return place;
      }
    }
    return Math.ceilDiv(extent + low, stride);
  }

  /**
   * Returns the sizes of a window that looks back: what lies under it at an element is where the
   * places are above this element, the first ones under the first taps, if these lie as far from
   * each other as they are slid.
   */
  PoolSizes reversed() {
    int axes = from.rank();
    int[] apart = new int[axes];
    int[] low = new int[axes];
    int[] high = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      int reach = (window.dim(axis) - 1) * sliding.dilations().get(axis);
      apart[axis] = (to.dim(axis) - 1) * sliding.strides().get(axis) + 1;
      low[axis] = reach - sliding.low().get(axis);
      high[axis] = from.dim(axis) + reach - apart[axis] - low[axis];
    }
    WindowOptions back =
        new WindowOptions(
            WindowOptions.over(axes).strides(),
            ImmutableIntArray.copyOf(low),
            ImmutableIntArray.copyOf(high),
            sliding.dilations());
    return new PoolSizes(back, planes, Shape.of(apart), window, from);
  }

  /** Returns about how many elements are touched for one plane. */
  long work() {
    return (long) window.size() * to.size();
  }
}
