// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.pool;

import dev.adjoint.exec.emit.LoopSignature;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.WindowOptions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The positions of the elements under a window in a plane, or in a padded copy of the plane if any
 * output position reaches padding. Under each tap, the elements of neighbouring output positions
 * are equally spaced, and so are those of neighbouring lines of output positions. Lines run along
 * the last axis; the lines along the last axis but one form a block.
 */
final class PoolWindow {
  private static final int NARROWEST = 128;

  private final PoolSizes sizes;
  private final WindowOptions options;
  private final Shape copy;
  private final boolean padded;

  /** For each line of a plane its start in the copy. */
  private final int[] lines;

  /** For each block and tap the element under the tap at the first output position. */
  private final int[] starts;

  PoolWindow(PoolSizes sizes) {
    this.sizes = sizes;
    options = sizes.options();
    int[] extents = sizes.from().dims().toArray();
    boolean anyPadding = false;
    for (int axis = 0; axis < extents.length; axis++) {
      int taps = sizes.window().dim(axis);
      anyPadding |= count(axis, 0) < taps || count(axis, sizes.to().dim(axis) - 1) < taps;
      extents[axis] += options.low().get(axis) + options.high().get(axis);
    }
    padded = anyPadding;
    copy = anyPadding ? Shape.of(extents) : sizes.from();
    lines = new int[sizes.from().size() / extent()];
    Arrays.setAll(lines, line -> padded(line * extent()));
    starts = new int[blocks() * taps()];
    Arrays.setAll(starts, i -> startOf(i % taps(), i / taps() * lines() * length()));
  }

  /** Returns whether a tap reaches padding, so that planes must be copied. */
  boolean isPadded() {
    return padded;
  }

  /** Returns the number of elements of a plane, with the padding if there is any. */
  int elements() {
    return copy.size();
  }

  /** Returns the number of taps along the last axis, a row of them. */
  int across() {
    return sizes.window().dim(last());
  }

  /** Returns whether windows do not overlap, so that no element lies under two of them. */
  boolean leaps() {
    return !padded
        && options.strides().equals(sizes.window().dims())
        && options.dilations().stream().allMatch(d -> d == 1);
  }

  /**
   * Returns whether the lines of consecutive planes are equally spaced, so that the planes can be
   * processed as one.
   */
  boolean isEven() {
    return !padded && blocks() == 1 && lines() * lineStep() == elements();
  }

  /** Returns the width of the widest vectors that fit a line, or 0 for no vectors. */
  int bits(DType dtype) {
    int bits = step() > LoopSignature.MOST_STEP ? VectorSupport.SCALAR : VectorSupport.bits();
    while (bits >= NARROWEST && bits / (8 * dtype.bytes()) > length()) {
      bits /= 2;
    }
    return bits >= NARROWEST ? bits : VectorSupport.SCALAR;
  }

  /** Returns the number of taps. */
  int taps() {
    return sizes.window().size();
  }

  /** Returns the number of output positions. */
  int outputPositions() {
    return sizes.to().size();
  }

  /** Returns the number of output positions in a line. */
  int length() {
    return sizes.to().dim(last());
  }

  /** Returns the number of lines in a block. */
  int lines() {
    return last() == 0 ? 1 : sizes.to().dim(last() - 1);
  }

  /** Returns the number of blocks. */
  int blocks() {
    return outputPositions() / (lines() * length());
  }

  /** Returns the distance of elements under a tap at neighbouring output positions of a line. */
  int step() {
    return options.strides().get(last());
  }

  /**
   * Returns the distance of elements under a tap at the same output position of neighbouring lines.
   */
  int lineStep() {
    return last() == 0 ? copy.size() : options.strides().get(last() - 1) * copy.dim(last());
  }

  private int last() {
    return sizes.from().rank() - 1;
  }

  /** Returns the index of the element under a tap at the first output position of a block. */
  int start(int tap, int block) {
    return starts[block * taps() + tap];
  }

  private int startOf(int tap, int outputPosition) {
    int at = 0;
    for (int axis = 0; axis <= last(); axis++) {
      int first = coordinate(sizes.to(), outputPosition, axis) * options.strides().get(axis);
      int within = coordinate(sizes.window(), tap, axis) * options.dilations().get(axis);
      at = at * copy.dim(axis) + first + within;
    }
    return at;
  }

  /** Returns the distance in the plane from the element under the first tap to that under a tap. */
  int shift(int tap) {
    int at = 0;
    for (int axis = 0; axis <= last(); axis++) {
      int within = coordinate(sizes.window(), tap, axis) * options.dilations().get(axis);
      at = at * sizes.from().dim(axis) + within;
    }
    return at;
  }

  /**
   * Returns for each output position the position in the plane under the first tap, which may lie
   * outside.
   */
  int[] positions() {
    return IntStream.range(0, outputPositions()).map(this::position).toArray();
  }

  private int position(int outputPosition) {
    int at = 0;
    for (int axis = 0; axis <= last(); axis++) {
      int i = coordinate(sizes.to(), outputPosition, axis) * options.strides().get(axis);
      at = at * sizes.from().dim(axis) + i - options.low().get(axis);
    }
    return at;
  }

  /** Returns for each output position the number of its first tap that is not on padding. */
  int[] firstTaps() {
    return IntStream.range(0, outputPositions()).map(this::firstTap).toArray();
  }

  private int firstTap(int outputPosition) {
    int tap = 0;
    for (int axis = 0; axis <= last(); axis++) {
      tap =
          tap * sizes.window().dim(axis)
              + first(axis, coordinate(sizes.to(), outputPosition, axis));
    }
    return tap;
  }

  /** Returns for each output position the number of taps that are not on padding. */
  int[] counts() {
    int[] counts = new int[outputPositions()];
    Arrays.fill(counts, 1);
    for (int outputPosition = 0; outputPosition < counts.length; outputPosition++) {
      for (int axis = 0; axis <= last(); axis++) {
        counts[outputPosition] *= count(axis, coordinate(sizes.to(), outputPosition, axis));
      }
    }
    return counts;
  }

  /** Returns a coordinate of an element of a tensor. */
  static int coordinate(Shape shape, int index, int axis) {
    return index / shape.strides().get(axis) % shape.dim(axis);
  }

  /** Returns the first tap along an axis that is not on padding at an output position. */
  private int first(int axis, int outputPosition) {
    int tap = 0;
    while (!isInside(axis, outputPosition, tap)) {
      tap++;
    }
    return tap;
  }

  /** Returns the number of taps along an axis that are not on padding at an output position. */
  private int count(int axis, int outputPosition) {
    int count = 0;
    for (int tap = 0; tap < sizes.window().dim(axis); tap++) {
      count += isInside(axis, outputPosition, tap) ? 1 : 0;
    }
    return count;
  }

  private boolean isInside(int axis, int outputPosition, int tap) {
    int at =
        outputPosition * options.strides().get(axis)
            - options.low().get(axis)
            + tap * options.dilations().get(axis);
    return at >= 0 && at < sizes.from().dim(axis);
  }

  /** Copies a plane, which begins at {@code from}, into the middle of its padding. */
  void pad(Object x, int from, Object to) {
    for (int line = 0; line < lines.length; line++) {
      System.arraycopy(x, from + line * extent(), to, lines[line], extent());
    }
  }

  private int extent() {
    return sizes.from().dim(last());
  }

  /** Returns the index in the copy of an element of the plane. */
  int padded(int element) {
    int at = 0;
    for (int axis = 0; axis <= last(); axis++) {
      int i = coordinate(sizes.from(), element, axis) + options.low().get(axis);
      at = at * copy.dim(axis) + i;
    }
    return at;
  }
}
