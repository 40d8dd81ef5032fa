// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;

/**
 * Reductions of rows by groups: {@code x} is {@code [n, …]}, {@code segments} holds the I32 or I64
 * number {@code [n]} of the group of each row, in any order, and the result is {@code [count, …]}.
 * A number outside of {@code [0, count)} makes the run fail with an {@link
 * IndexOutOfBoundsException}.
 */
public final class Segments {
  private Segments() {}

  /**
   * Returns the sum of the rows of each group; 0 for an empty group.
   *
   * @throws ShapeException if there is not one number for each row, or the count is negative
   */
  public static Expr segmentSum(Expr x, Expr segments, int count) {
    return filled("segmentSum", x, segments, count, 0).scatterAdd(0, segments, x);
  }

  /**
   * Returns the mean of the rows of each group; NaN for an empty group.
   *
   * @throws ShapeException if there is not one number for each row, or the count is negative
   */
  public static Expr segmentMean(Expr x, Expr segments, int count) {
    Expr sums = filled("segmentMean", x, segments, count, 0).scatterAdd(0, segments, x);
    Expr ones = Expr.full(x.type().withShape(segments.shape()), 1);
    Expr counts = segmentSum(ones, segments, count);
    for (int i = 1; i < x.shape().rank(); i++) {
      counts = counts.expandDims(-1);
    }
    return sums.div(counts);
  }

  /**
   * Returns the largest elements of the rows of each group; for an empty group the lowest value of
   * the dtype, −∞ if it is floating. Its derivative is shared evenly among equals.
   *
   * @throws ShapeException if there is not one number for each row, or the count is negative
   */
  public static Expr segmentMax(Expr x, Expr segments, int count) {
    return filled("segmentMax", x, segments, count, Double.NEGATIVE_INFINITY)
        .scatterMax(0, segments, x);
  }

  /**
   * Returns the smallest elements of the rows of each group; of none the highest value of the
   * dtype, which is ∞. Its derivative is shared evenly among equals.
   *
   * @throws ShapeException if there is not one number for each row, or the count is negative
   */
  public static Expr segmentMin(Expr x, Expr segments, int count) {
    return filled("segmentMin", x, segments, count, Double.POSITIVE_INFINITY)
        .scatterMin(0, segments, x);
  }

  private static Expr filled(String op, Expr x, Expr segments, int count, double value) {
    Shape in = x.shape();
    if (in.rank() < 1
        || !segments.shape().equals(in.slice(0, 1))
        || !segments.dtype().isInteger()) {
      throw new ShapeException(
          op,
          "needs an i32 or i64 number for each row of %s, got %s"
              .formatted(x.type(), segments.type()));
    }
    long[] dims = in.dims().stream().asLongStream().toArray();
    dims[0] = count;
    Shape rows = Shape.of(op, dims);
    return Expr.full(x.type().withShape(rows), value);
  }
}
