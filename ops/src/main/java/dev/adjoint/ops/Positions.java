// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;

/**
 * Converts indices along axes into row-major element numbers, so that the indexed tensor can be
 * flattened. An index outside of its axis becomes −1, which every op refuses, and never the number
 * of another element.
 */
final class Positions {
  private Positions() {}

  /**
   * Returns the number of the element that each index selects on its own line along an axis.
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
   * @throws ShapeException if the indices differ from the shape of {@code x} elsewhere than on the
   *     axis, or the updates from that of the indices
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

  /** Returns {@link Indexing#gatherNd}. */
  static Expr gatherNd(Expr x, Expr indices) {
    Shape in = x.shape();
    int count = indices.shape().rank() == 0 ? 0 : indices.shape().dim(-1);
    if (!indices.dtype().isInteger() || count < 1 || count > in.rank()) {
      throw new ShapeException(
          "gatherNd",
          "indices of %s must be i32 or i64, with 1 to %s coordinates along the last axis, got %s"
              .formatted(x.type(), in.rank(), indices.type()));
    }
    Shape rest = in.slice(count, in.rank());
    Shape places = in.slice(0, count);
    Expr at = indices.select(-1, 0);
    Expr valid = within(at, in.dim(0));
    for (int i = 1; i < count; i++) {
      Expr next = indices.select(-1, i);
      valid = valid.and(within(next, in.dim(i)));
      at = at.mul(in.dim(i)).add(next);
    }
    Expr rows = x.reshape(MatrixSizes.with("gatherNd", Shape.of(places.size()), dims(rest)));
    return rows.gather(0, Expr.where(valid, at, -1));
  }

  private static long[] dims(Shape shape) {
    return shape.dims().stream().asLongStream().toArray();
  }

  /** Returns {@link Indexing#flatNonZero}. */
  static Expr flatNonZero(Expr x, int size, int fill) {
    Shape target = Shape.of("flatNonZero", (long) size);
    int n = x.shape().size();
    // The k-th of them is where the running count first reaches k.
    Expr found = x.cast(DType.BOOL).cast(DType.I32).flatten().cumSum(0);
    Expr number = Expr.full(new TensorType(DType.I32, target), 1).cumSum(0);
    Expr places = Sorting.searchSorted(found, number);
    return Expr.where(places.less(n), places, fill);
  }

  /** Returns {@link Indexing#maskedSelect}. */
  static Expr maskedSelect(Expr x, Expr mask, int size, double fill) {
    if (mask.dtype() != DType.BOOL) {
      throw new ShapeException(
          "maskedSelect", "needs a bool mask, got " + mask.type() + "; cast it");
    }
    Expr whole = mask.broadcastTo(x.shape());
    if (x.shape().size() == 0) {
      return Expr.full(x.type().withShape(Shape.of("maskedSelect", (long) size)), fill);
    }
    Expr places = flatNonZero(whole, size, -1);
    Expr isFound = places.greaterEqual(0);
    return Expr.where(isFound, x.flatten().gather(0, places.maximum(0)), fill);
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
