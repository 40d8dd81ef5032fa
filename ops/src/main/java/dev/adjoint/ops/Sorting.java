// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.op.sort.SearchSorted;
import dev.adjoint.ops.op.sort.Sort;
import java.util.List;

/**
 * Sorting and searching along an axis. Sorts are stable in either direction; NaN counts as larger
 * than all numbers. The derivative goes to the original position of an element.
 */
public final class Sorting {
  /**
   * Sorted elements and their original indices.
   *
   * @param values the elements
   * @param indices the I32 index of each on its line
   */
  public record Sorted(Expr values, Expr indices) {}

  /**
   * The distinct elements of a tensor.
   *
   * @param values the elements in ascending order, up to the given number; the largest is repeated
   *     in what remains
   * @param counts how often each occurs, as I32; 0 for repetitions at the end
   * @param inverse the I32 index among the values of each element, in the shape of the tensor
   * @param size the number of distinct elements, as I32, including those that do not fit
   */
  public record Unique(Expr values, Expr counts, Expr inverse, Expr size) {}

  private Sorting() {}

  /** Returns the elements along an axis in ascending order. */
  public static Sorted sort(Expr x, int axis) {
    return sort(x, axis, false);
  }

  /**
   * Returns the elements along an axis in ascending or descending order.
   *
   * @param descending whether the largest comes first
   */
  public static Sorted sort(Expr x, int axis, boolean descending) {
    int at = x.shape().axis("sort", axis);
    List<Expr> outputs = Expr.applyAll(new Sort(at, descending), List.of(x));
    return new Sorted(outputs.get(0), outputs.get(1));
  }

  /** Returns the I32 indices that sort the elements along an axis in ascending order. */
  public static Expr argSort(Expr x, int axis) {
    return argSort(x, axis, false);
  }

  /** Returns the I32 indices that sort the elements along an axis. */
  public static Expr argSort(Expr x, int axis, boolean descending) {
    return sort(x, x.shape().axis("argSort", axis), descending).indices();
  }

  /**
   * Returns the {@code k} largest elements along an axis, the largest first.
   *
   * @throws ShapeException if there are fewer
   */
  public static Sorted topK(Expr x, int axis, int k) {
    int at = x.shape().axis("topK", axis);
    if (k < 0 || k > x.shape().dim(at)) {
      throw new ShapeException(
          "topK",
          "%s elements of axis %s of %s: there are not so many".formatted(k, at, x.shape()));
    }
    Sorted sorted = sort(x, at, true);
    return new Sorted(sorted.values().slice(at, 0, k), sorted.indices().slice(at, 0, k));
  }

  /**
   * Returns the {@code k}-th smallest element along an axis, which is dropped; {@code k} counts
   * from 1, as in PyTorch.
   *
   * @throws ShapeException if there is none
   */
  public static Sorted kthValue(Expr x, int axis, int k) {
    int at = x.shape().axis("kthValue", axis);
    if (k < 1 || k > x.shape().dim(at)) {
      throw new ShapeException(
          "kthValue",
          "smallest element number %s of axis %s of %s: they count from 1"
              .formatted(k, at, x.shape()));
    }
    Sorted sorted = sort(x, at);
    return new Sorted(sorted.values().select(at, k - 1), sorted.indices().select(at, k - 1));
  }

  /** Returns {@link #searchSorted(Expr, Expr, boolean)} before equals. */
  public static Expr searchSorted(Expr sorted, Expr values) {
    return searchSorted(sorted, values, false);
  }

  /**
   * Returns the I32 index at which each value can be inserted into a sorted line so that it stays
   * sorted.
   *
   * @param sorted one line for all values, or lines along the last axis, each for the values of the
   *     same line
   * @param right whether to insert after equals rather than before
   * @throws ShapeException if the types do not fit
   */
  public static Expr searchSorted(Expr sorted, Expr values, boolean right) {
    return Expr.apply(new SearchSorted(right), sorted, values);
  }

  /**
   * Returns how often each of the numbers from 0 to {@code count − 1} occurs, as I32 {@code
   * [count]}. Any other number makes the run fail with an {@link IndexOutOfBoundsException}.
   *
   * @throws ShapeException if this holds no integers, or the count is negative
   */
  public static Expr binCount(Expr x, int count) {
    if (!x.dtype().isInteger()) {
      throw new ShapeException("binCount", "needs i32 or i64, got " + x.type() + "; cast it");
    }
    Expr zeros = Expr.constant(DType.I32, 0).broadcastTo(Shape.of("binCount", (long) count));
    return zeros.scatterAdd(0, x.flatten(), x.flatten().onesLike().cast(DType.I32));
  }

  /**
   * Returns the distinct elements of a tensor. Their number is known only in a run, so the result
   * has a given extent; the largest may not fit.
   *
   * @param room the extent of the result, at least 1
   * @throws ShapeException if {@code room} is less than 1, or there is no element
   */
  public static Unique unique(Expr x, int room) {
    int n = x.shape().size();
    if (room < 1 || n == 0) {
      throw new ShapeException(
          "unique", "%s elements, with room for %s: both must be positive".formatted(n, room));
    }
    Sorted sorted = sort(x.flatten(), 0);
    Expr values = sorted.values();
    Expr before = values.slice(0, 0, n - 1);
    Expr after = values.slice(0, 1, n);
    // All NaNs are one, as in NumPy.
    Expr same = before.equal(after).or(before.notEqual(before));
    Expr isNew = same.not().cast(DType.I32).pad(new int[] {1}, new int[] {0}, 0);
    Expr rank = isNew.cumSum(0);
    Expr counts = Expr.full(TensorType.of(DType.I32, n), 0).scatterAdd(0, rank, rank.onesLike());
    // The first position of each rank; the differences of neighbours are the counts.
    Expr first = counts.cumSum(0, true, false).minimum(n - 1);
    Expr size = rank.select(0, n - 1).add(1);
    // Counted in the run: a constant would take the memory at once.
    Expr ones = Expr.full(TensorType.of(DType.I32, room), 1);
    Expr places = ones.cumSum(0, true, false);
    Expr taken = places.minimum(size.sub(1));
    Expr hasOwn = places.less(size);
    return new Unique(
        values.gather(0, first.gather(0, taken)),
        counts.gather(0, taken).mul(hasOwn.cast(DType.I32)),
        rank.zerosLike().addAlongAxis(0, sorted.indices(), rank).reshape(x.shape()),
        size);
  }
}
