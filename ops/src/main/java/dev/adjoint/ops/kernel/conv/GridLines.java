// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import com.google.common.math.IntMath;
import dev.adjoint.ops.kernel.plane.PlaneLoops;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * The position of the lines of a grid in a plane. On each axis, position {@code q} of the grid has
 * coordinate {@code origin + q·step} in the plane, which may lie outside of it. Lines run along the
 * last axis; the grid can be moved along the first.
 */
final class GridLines {
  /** Marks a line that lies outside at every position of the first axis. */
  private static final int OUTSIDE = -1;

  /**
   * One axis.
   *
   * @param extent the extent of the plane
   * @param origin the coordinate of position 0
   * @param step the distance between the coordinates of neighbouring positions
   * @param size the number of positions
   * @param stride the distance between neighbouring positions in the array of the grid
   */
  record Axis(int extent, int origin, int step, int size, int stride) {
    /** Returns whether the positions are the coordinates of the plane. */
    boolean isWhole() {
      return origin == 0 && step == 1 && size == extent;
    }

    /** Returns the first position that is not before the plane. */
    int low() {
      return Math.clamp(IntMath.divide(-origin, step, RoundingMode.CEILING), 0, size);
    }

    /** Returns the first position after the plane. */
    int high() {
      return Math.clamp(Math.floorDiv(extent - 1 - origin, step) + 1L, low(), size);
    }
  }

  private final Axis outer;
  private final int outerPlane;
  private final int[] rest;
  private final int[] grid;
  private final int step;
  private final int first;
  private final int count;
  private final int begin;
  private final boolean whole;
  private final boolean shifted;

  /** Makes the tables for two axes or more. */
  GridLines(Axis... axes) {
    outer = axes[0];
    Axis last = axes[axes.length - 1];
    int lines = 1;
    int plane = last.extent;
    for (int axis = 1; axis < axes.length - 1; axis++) {
      lines *= axes[axis].size;
      plane *= axes[axis].extent;
    }
    outerPlane = plane;
    rest = new int[lines];
    grid = new int[lines];
    for (int line = 0; line < lines; line++) {
      int below = last.extent;
      int index = line;
      for (int axis = axes.length - 2; axis > 0; axis--) {
        int q = index % axes[axis].size;
        index /= axes[axis].size;
        boolean inside = axes[axis].low() <= q && q < axes[axis].high();
        int at = (axes[axis].origin + q * axes[axis].step) * below;
        rest[line] = inside && rest[line] != OUTSIDE ? rest[line] + at : OUTSIDE;
        grid[line] += q * axes[axis].stride;
        below *= axes[axis].extent;
      }
    }
    step = last.step;
    first = last.low() * last.stride;
    count = last.high() - last.low();
    begin = last.origin + last.low() * step;
    whole =
        outer.origin == 0
            && outer.step == 1
            && Arrays.stream(axes).skip(1).allMatch(Axis::isWhole)
            && outer.stride == plane;
    shifted =
        axes.length == 2
            && outer.step == 1
            && step == 1
            && last.size == last.extent
            && outer.stride == plane;
  }

  /**
   * Returns whether the grid is a number of whole lines of the plane, contiguous in both, so that
   * no copy is needed.
   */
  boolean isWhole() {
    return whole;
  }

  /** Returns the number of lines. */
  int lines() {
    return outer.size * rest.length;
  }

  /** Returns the distance in the plane between neighbouring positions along the first axis. */
  int outerPlane() {
    return outerPlane;
  }

  /** Returns the first line of the plane that is not before a position along the first axis. */
  int line(int position) {
    return Math.clamp(outer.origin + (long) position * outer.step, 0, outer.extent);
  }

  /**
   * Copies the elements inside the plane to the grid.
   *
   * @param plane the index of the first element of the plane
   * @param y the array of the grid, which begins at {@code at}
   * @param moved the number of positions by which the grid is moved along the first axis
   */
  void read(PlaneLoops loops, Object x, int plane, Object y, int at, int moved) {
    if (shifted) {
      readShifted(loops, x, plane, y, at, moved);
      return;
    }
    for (int q = 0; q < outer.size; q++) {
      int i = outer.origin + (q + moved) * outer.step;
      for (int line = 0; i >= 0 && i < outer.extent && line < rest.length; line++) {
        if (rest[line] != OUTSIDE && count > 0) {
          int from = plane + i * outerPlane + rest[line] + begin;
          loops.read(x, from, step, y, at + q * outer.stride + grid[line] + first, count);
        }
      }
    }
  }

  /**
   * Copies lines that lie in the grid as in the plane, at another offset: all at once, and then
   * clears the elements that crossed the ends of lines.
   */
  private void readShifted(PlaneLoops loops, Object x, int plane, Object y, int at, int moved) {
    int low = Math.clamp(-(long) outer.origin - moved, 0, outer.size);
    int high = Math.clamp((long) outer.extent - outer.origin - moved, low, outer.size);
    if (low == high || count == 0) {
      return;
    }
    int gap = outerPlane - count;
    int from = plane + (outer.origin + low + moved) * outerPlane + begin;
    int to = at + low * outerPlane + first;
    loops.read(x, from, 1, y, to, (high - low) * outerPlane - gap);
    for (int end = to + count; gap > 0 && low < high - 1; low++, end += outerPlane) {
      loops.clear(y, end, gap);
    }
  }

  /**
   * Copies the elements inside the plane from the grid to the plane.
   *
   * @param x the array of the grid, which begins at {@code at}
   * @param plane the index of the first element of the plane
   * @param moved the number of positions by which the grid is moved along the first axis
   * @param size the number of positions along the first axis, at most that of the axis
   */
  void write(PlaneLoops loops, Object x, int at, Object y, int plane, int moved, int size) {
    for (int q = 0; q < size; q++) {
      int i = outer.origin + (q + moved) * outer.step;
      for (int line = 0; i >= 0 && i < outer.extent && line < rest.length; line++) {
        if (rest[line] != OUTSIDE && count > 0) {
          int to = plane + i * outerPlane + rest[line] + begin;
          loops.spread(x, at + q * outer.stride + grid[line] + first, y, to, step, count);
        }
      }
    }
  }
}
