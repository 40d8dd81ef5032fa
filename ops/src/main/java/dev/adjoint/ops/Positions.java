// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;

/**
 * Turns indices into the numbers of elements, row-major, so that what is indexed can be taken for a
 * line. An index outside of its axis becomes −1, which every op refuses, and no other element.
 */
final class Positions {
  private Positions() {}

  /**
   * Returns the number of the element that each index names on its own line along an axis.
   *
   * @param indices of the shape of the tensor but for the axis
   * @param axis the axis, from 0
   * @param extent the extent of the tensor along it
   */
  static Expr alongAxis(Expr indices, int axis, int extent) {
    Shape shape = indices.shape();
    int rank = shape.rank();
    int inner = shape.slice(axis + 1, rank).size();
    Shape before = shape.slice(0, axis);
    Shape after = shape.slice(axis + 1, rank);
    Expr at = indices.mul(inner);
    if (before.size() > 1) {
      Expr starts = arange(indices.dtype(), before.size(), extent * inner);
      at = at.add(starts.reshape(ones(before, rank - axis)));
    }
    if (inner > 1) {
      at = at.add(arange(indices.dtype(), inner, 1).reshape(after));
    }
    return Expr.where(within(indices, extent), at, -1);
  }

  /**
   * Returns the numbers of the elements that updates along an axis go to, in one line.
   *
   * @throws ShapeException if the indices have not the shape of {@code x} but for the axis, or the
   *     updates not that of the indices
   */
  static Expr ofUpdates(String op, Expr x, int axis, Expr indices, Expr updates) {
    int at = x.shape().axis(op, axis);
    boolean fits = indices.dtype().isInteger() && indices.shape().rank() == x.shape().rank();
    if (!fits
        || !indices.shape().with(at, 0).equals(x.shape().with(at, 0))
        || !updates.type().equals(x.type().withShape(indices.shape()))) {
      throw new ShapeException(
          op,
          "needs i32 or i64 indices of the shape of %s but for axis %s, and updates of their shape,"
                  .formatted(x.type(), at)
              + " got %s and %s".formatted(indices.type(), updates.type()));
    }
    return alongAxis(indices, at, x.shape().dim(at)).flatten();
  }

  /** Returns where indices lie in {@code [0, extent)}. */
  static Expr within(Expr indices, int extent) {
    return indices.greaterEqual(0).and(indices.less(extent));
  }

  /** Returns {@code 0, step, 2·step} and so on. */
  static Expr arange(DType dtype, int count, int step) {
    return Expr.constant(Tensor.arange(dtype, 0, step, count));
  }

  /** Returns a shape followed by extents of 1. */
  private static Shape ones(Shape shape, int count) {
    Shape longer = shape;
    for (int i = 0; i < count; i++) {
      longer = longer.insert(-1, 1);
    }
    return longer;
  }
}
