// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.Shape;

/**
 * A row-major tensor seen from one of its axes: element {@code (o, i, j)} is number {@code
 * (o·extent + i)·inner + j}.
 *
 * @param outer the number of elements of all axes before
 * @param extent the extent of the axis
 * @param inner the number of elements of all axes after
 */
public record AxisLayout(int outer, int extent, int inner) {
  /**
   * Returns the layout of a shape around an axis in {@code [0, rank)}; one without lines if there
   * are more than 2³¹−1, which then have no elements.
   */
  public static AxisLayout of(Shape shape, int axis) {
    long outer = product(shape, 0, axis);
    long inner = product(shape, axis + 1, shape.rank());
    boolean fits = outer * inner <= Integer.MAX_VALUE;
    return new AxisLayout(fits ? (int) outer : 0, shape.dim(axis), fits ? (int) inner : 0);
  }

  /** Returns the product of some extents, or 2³¹ if it is larger. */
  private static long product(Shape shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product = shape.dim(i) == 0 ? 0 : Math.min(product * shape.dim(i), 1L << 31);
    }
    return product;
  }

  /** Returns the number of lines along the axis. */
  public int lines() {
    return outer * inner;
  }

  /** Returns the number of the first element of a line; its elements lie {@code inner} apart. */
  public int start(int line) {
    return inner == 1 ? line * extent : line / inner * extent * inner + line % inner;
  }
}
