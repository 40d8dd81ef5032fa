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
  /** Returns the layout of a shape around an axis in {@code [0, rank)}. */
  public static AxisLayout of(Shape shape, int axis) {
    return new AxisLayout(
        shape.slice(0, axis).size(), shape.dim(axis), shape.slice(axis + 1, shape.rank()).size());
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
