// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.Arrays;

/**
 * How a window slides over the spatial axes of a tensor, for convolution and pooling. Tap {@code k}
 * of the window at output position {@code t} of an axis lies on element {@code t·stride − low +
 * k·dilation}, which is padding if there is no such element.
 *
 * <p>{@code WindowOptions.over(2).stride(2).padding(1)} slides by 2 over two axes that are padded
 * by one element on every side. Numbers are checked by the op that they are given to.
 *
 * @param strides how far apart neighbouring output positions lie, at least 1
 * @param low how many elements of padding stand before the first element
 * @param high how many elements of padding stand after the last element
 * @param dilations how far apart neighbouring taps lie, at least 1
 */
public record WindowOptions(
    ImmutableIntArray strides,
    ImmutableIntArray low,
    ImmutableIntArray high,
    ImmutableIntArray dilations) {
  private static final int MAX_AXES = 1 << 16;

  /**
   * Returns options for so many axes: stride 1, no padding, no dilation.
   *
   * @throws ShapeException unless there are from 0 to 65,536 axes; ops refuse to slide over none
   */
  public static WindowOptions over(int axes) {
    if (axes < 0 || axes > MAX_AXES) {
      throw new ShapeException(
          "windowOptions",
          "needs one number for each of at most %s axes that it slides over, not %s"
              .formatted(MAX_AXES, axes));
    }
    ImmutableIntArray ones = same(axes, 1);
    ImmutableIntArray zeros = same(axes, 0);
    return new WindowOptions(ones, zeros, zeros, ones);
  }

  /**
   * Returns this with other strides, one for each axis or one for all.
   *
   * @throws ShapeException if there are neither
   */
  public WindowOptions stride(int... values) {
    return new WindowOptions(spread("strides", values), low, high, dilations);
  }

  /**
   * Returns this with other padding, the same on both sides, one number for each axis or one for
   * all.
   *
   * @throws ShapeException if there are neither
   */
  public WindowOptions padding(int... values) {
    ImmutableIntArray both = spread("padding", values);
    return new WindowOptions(strides, both, both, dilations);
  }

  /**
   * Returns this with other padding before and after, one number for each axis or one for all.
   *
   * @throws ShapeException if there are neither
   */
  public WindowOptions padding(int[] before, int[] after) {
    return new WindowOptions(
        strides, spread("padding", before), spread("padding", after), dilations);
  }

  /**
   * Returns this with other dilations, one for each axis or one for all.
   *
   * @throws ShapeException if there are neither
   */
  public WindowOptions dilation(int... values) {
    return new WindowOptions(strides, low, high, spread("dilations", values));
  }

  /**
   * Returns this with so much padding that there are {@code ⌈extent/stride⌉} output positions along
   * each axis, which Keras and JAX call {@code same}. Half of it is before the first element; if
   * the number is odd, there is one more after the last.
   *
   * @param from the spatial extents that the window slides over
   * @param window the extents of the window
   * @throws ShapeException if there is not one of each for each axis, or a stride is not positive
   */
  public WindowOptions same(Shape from, Shape window) {
    checkExtents("same", from, window);
    int[] before = new int[axes()];
    int[] after = new int[axes()];
    for (int i = 0; i < axes(); i++) {
      long last = (Math.ceilDiv(from.dim(i), strides.get(i)) - 1L) * strides.get(i);
      long missing = Math.clamp(last + reach(window, i) - from.dim(i), 0, Integer.MAX_VALUE);
      before[i] = (int) (missing / 2);
      after[i] = (int) (missing - before[i]);
    }
    return padding(before, after);
  }

  /**
   * Returns this with more padding at the end, so that the last window along each axis may reach
   * over it: {@code ⌈…⌉} in place of {@code ⌊…⌋} in {@link #outputPositions}. Every window begins
   * on an element or on the padding before the first one.
   */
  WindowOptions ceil(Shape from, Shape window) {
    checkExtents("ceil", from, window);
    int[] after = high.toArray();
    for (int i = 0; i < axes(); i++) {
      long begin = (long) from.dim(i) + low.get(i);
      long free = begin + high.get(i) - reach(window, i);
      long last = Math.ceilDiv(free, strides.get(i)) * (long) strides.get(i);
      // A window that does not fit at all is refused by whoever slides it.
      if (free >= 0 && last < begin) {
        after[i] += (int) (last - free);
      }
    }
    return padding(low.toArray(), after);
  }

  private void checkExtents(String op, Shape from, Shape window) {
    if (from.rank() != axes() || window.rank() != axes()) {
      throw new ShapeException(
          op, "%s and %s are no extents of %s spatial axes".formatted(from, window, axes()));
    }
    check(op);
  }

  /** Returns over how many elements a window reaches along an axis. */
  private long reach(Shape window, int axis) {
    return (window.dim(axis) - 1L) * dilations.get(axis) + 1;
  }

  private ImmutableIntArray spread(String what, int... values) {
    if (values.length != 1 && values.length != axes()) {
      throw new ShapeException(
          "windowOptions",
          "%s %s for %s axes: give one number for all or one for each"
              .formatted(what, Arrays.toString(values), axes()));
    }
    return values.length == axes() ? ImmutableIntArray.copyOf(values) : same(axes(), values[0]);
  }

  private static ImmutableIntArray same(int axes, int value) {
    int[] values = new int[axes];
    Arrays.fill(values, value);
    return ImmutableIntArray.copyOf(values);
  }

  /** Returns the number of spatial axes. */
  public int axes() {
    return strides.length();
  }

  /**
   * Checks the numbers.
   *
   * @param op the op that asks, for the error
   * @throws ShapeException if they do not fit each other, or one is out of its range
   */
  public void check(String op) {
    boolean fit =
        axes() > 0
            && low.length() == axes()
            && high.length() == axes()
            && dilations.length() == axes();
    if (!fit) {
      throw new ShapeException(op, "needs a number for each of one axis or more: " + this);
    }
    if (!strides.stream().allMatch(s -> s >= 1)) {
      throw new ShapeException(op, "strides must be 1 or more: " + strides);
    }
    if (!low.stream().allMatch(p -> p >= 0) || !high.stream().allMatch(p -> p >= 0)) {
      throw new ShapeException(op, "padding must not be negative: " + low + ", " + high);
    }
    if (!dilations.stream().allMatch(d -> d >= 1)) {
      throw new ShapeException(op, "dilations must be 1 or more: " + dilations);
    }
  }

  /**
   * Returns how many output positions a window has along each axis: {@code ⌊(extent + low + high −
   * (window − 1)·dilation − 1) / stride⌋ + 1}.
   *
   * @param op the op that asks, for the error
   * @param from the spatial extents that the window slides over
   * @param window the extents of the window
   * @throws ShapeException if the window is empty, or larger than the padded tensor, or if that has
   *     more than 2³¹−1 elements on an axis
   */
  public Shape outputPositions(String op, Shape from, Shape window) {
    long[] outputPositions = new long[axes()];
    for (int i = 0; i < outputPositions.length; i++) {
      if (window.dim(i) < 1) {
        throw new ShapeException(op, "a window of " + window + " has no elements");
      }
      long reach = reach(window, i);
      long padded = (long) from.dim(i) + low.get(i) + high.get(i);
      if (padded > Integer.MAX_VALUE) {
        throw new ShapeException(
            op,
            "%s is padded by %s and %s to %s elements on axis %s, beyond the limit of 2147483647;"
                    .formatted(from, low.get(i), high.get(i), padded, i)
                + " pad less");
      }
      if (reach > padded) {
        throw new ShapeException(
            op,
            "a window of %s does not fit into %s: it reaches over %s of %s elements on axis %s;"
                    .formatted(window, from, reach, padded, i)
                + " pad more");
      }
      outputPositions[i] = (padded - reach) / strides.get(i) + 1;
    }
    return Shape.of(op, outputPositions);
  }

  /** Returns what differs from {@link #over}, such as {@code strides=[2, 2], padding=[1, 1]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("axes=" + axes());
    if (!strides.stream().allMatch(s -> s == 1)) {
      text.append(", strides=").append(strides);
    }
    if (!low.equals(high)) {
      text.append(", low=").append(low).append(", high=").append(high);
    } else if (!low.stream().allMatch(p -> p == 0)) {
      text.append(", padding=").append(low);
    }
    if (!dilations.stream().allMatch(d -> d == 1)) {
      text.append(", dilations=").append(dilations);
    }
    return text.toString();
  }
}
