// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.index.Gather;
import dev.adjoint.ops.op.index.Scatter;
import dev.adjoint.ops.op.index.ScatterAdd;
import dev.adjoint.ops.op.index.ScatterMax;
import dev.adjoint.ops.op.index.ScatterMin;
import dev.adjoint.ops.op.index.TakeAlongAxis;
import java.util.Arrays;
import java.util.List;

/**
 * The methods of {@link Expr} that select elements by fixed numbers, or by the elements of other
 * expressions. Such index expressions are I32 or I64 and count from 0; an index outside of its axis
 * makes the run fail with an {@link IndexOutOfBoundsException}.
 */
public sealed interface Indexing permits Expr {
  // ---------------- fixed indices

  /**
   * Returns the elements from {@code starts} (inclusive) to {@code stops} (exclusive) on each axis.
   * Negative ones count from the end.
   *
   * @throws ShapeException if there are no such elements
   */
  default Expr slice(int[] starts, int[] stops) {
    int[] steps = new int[starts.length];
    Arrays.fill(steps, 1);
    return slice(starts, stops, steps);
  }

  /**
   * Returns every {@code steps}-th of the elements from {@code starts} (inclusive) to {@code stops}
   * (exclusive) on each axis, backwards if a step is negative.
   *
   * <p>Negative starts and stops count from the end, as in NumPy, so stepping back to the first
   * element needs the stop {@code −extent − 1}; see also {@link Shapes#flip}. NumPy clips bounds
   * that lie outside; here they are an error.
   *
   * @throws ShapeException if there are no such elements
   */
  default Expr slice(int[] starts, int[] stops, int[] steps) {
    return Slices.of(self(), starts, stops, steps);
  }

  /** Returns the elements from {@code start} (inclusive) to {@code stop} (exclusive) on an axis. */
  default Expr slice(int axis, int start, int stop) {
    return slice(axis, start, stop, 1);
  }

  /**
   * Returns every {@code step}-th of these elements on an axis; see {@link #slice(int[], int[],
   * int[])}.
   */
  default Expr slice(int axis, int start, int stop, int step) {
    return Slices.along(self(), axis, start, stop, step);
  }

  /**
   * Returns the elements at one index of an axis, which is dropped.
   *
   * @param index the index, counted from the end if negative
   * @throws ShapeException if there is no such index
   */
  default Expr select(int axis, int index) {
    return Slices.select(self(), axis, index);
  }

  // ---------------- computed indices

  /**
   * Returns the slices along an axis that the indices select; the axes of the indices replace that
   * axis, as in NumPy's {@code take}. With axis 0 it looks up rows of a table.
   */
  default Expr gather(int axis, Expr indices) {
    return Expr.apply(new Gather(self().shape().axis("gather", axis)), self(), indices);
  }

  /**
   * Returns this with updates added to the slices along an axis that the indices select, in their
   * order; a slice may be selected several times.
   *
   * @param updates of the type that {@link #gather} returns
   */
  default Expr scatterAdd(int axis, Expr indices, Expr updates) {
    return Expr.apply(
        new ScatterAdd(self().shape().axis("scatterAdd", axis)), self(), indices, updates);
  }

  /**
   * Returns this with the slices along an axis that the indices select replaced by updates. Of
   * several updates of one slice the last one counts, and receives the derivative.
   *
   * @param updates of the type that {@link #gather} returns
   */
  default Expr scatter(int axis, Expr indices, Expr updates) {
    return Expr.apply(new Scatter(self().shape().axis("scatter", axis)), self(), indices, updates);
  }

  /**
   * Returns the maximum of this and the updates in the slices along an axis that the indices
   * select. The derivative is shared evenly among equals, including this.
   *
   * @param updates of the type that {@link #gather} returns
   */
  default Expr scatterMax(int axis, Expr indices, Expr updates) {
    ScatterMax op = new ScatterMax(self().shape().axis("scatterMax", axis));
    return Expr.applyAll(op, List.of(self(), indices, updates)).getFirst();
  }

  /**
   * Returns the minimum of this and the updates in the slices along an axis that the indices
   * select. The derivative is shared evenly among equals, including this.
   *
   * @param updates of the type that {@link #gather} returns
   */
  default Expr scatterMin(int axis, Expr indices, Expr updates) {
    ScatterMin op = new ScatterMin(self().shape().axis("scatterMin", axis));
    return Expr.applyAll(op, List.of(self(), indices, updates)).getFirst();
  }

  /**
   * Returns the slices at the coordinates along the last axis of the indices, as TensorFlow's
   * {@code gather_nd}: {@code y[i…, …] = x[indices[i…, 0], indices[i…, 1], …, …]}.
   *
   * @param indices {@code [i…, k]}, coordinates on the first {@code k} axes
   * @throws ShapeException if they are not integers, or there are fewer axes
   */
  default Expr gatherNd(Expr indices) {
    return Positions.gatherNd(self(), indices);
  }

  /**
   * Returns the elements of each line along an axis that the indices of the same line select, as
   * NumPy's {@code take_along_axis}.
   *
   * @param indices of the shape of the result, which is that of this but for the axis
   */
  default Expr takeAlongAxis(int axis, Expr indices) {
    int at = self().shape().axis("takeAlongAxis", axis);
    return Expr.apply(new TakeAlongAxis(at), self(), indices);
  }

  /**
   * Returns this with an update added to each element that an index selects on its own line along
   * an axis, in their order; an element may be selected several times.
   *
   * @param indices of the shape of this but for the axis
   * @param updates of the shape of the indices
   * @throws ShapeException if the shapes differ elsewhere
   */
  default Expr addAlongAxis(int axis, Expr indices, Expr updates) {
    Expr at = Positions.ofUpdates("addAlongAxis", self(), axis, indices, updates);
    return self().flatten().scatterAdd(0, at, updates.flatten()).reshape(self().shape());
  }

  /**
   * Returns this with the elements that the indices select on their own lines along an axis
   * replaced by updates, as NumPy's {@code put_along_axis}. Of several updates of one element the
   * last one counts, and receives the derivative.
   *
   * @param indices of the shape of this but for the axis
   * @param updates of the shape of the indices
   * @throws ShapeException if the shapes differ elsewhere
   */
  default Expr putAlongAxis(int axis, Expr indices, Expr updates) {
    Expr at = Positions.ofUpdates("putAlongAxis", self(), axis, indices, updates);
    return self().flatten().scatter(0, at, updates.flatten()).reshape(self().shape());
  }

  /**
   * Returns the I32 row-major indices of the elements that are not 0. Their number is known only in
   * a run: the first {@code size} are returned.
   *
   * @param size the extent of the result
   * @param fill the value of the remaining elements if there are fewer
   * @throws ShapeException if the size is negative
   */
  default Expr flatNonZero(int size, int fill) {
    return Positions.flatNonZero(self(), size, fill);
  }

  /**
   * Returns the elements where a mask is true, in row-major order. Their number is known only in a
   * run: the first {@code size} are returned; {@link Reductions#countNonZero} of the mask is their
   * number.
   *
   * @param mask BOOL, broadcast to this
   * @param size the extent of the result
   * @param fill the value of the remaining elements if there are fewer
   * @throws ShapeException if the mask is not BOOL, or the size is negative
   */
  default Expr maskedSelect(Expr mask, int size, double fill) {
    return Positions.maskedSelect(self(), mask, size, fill);
  }

  /** Returns {@link #oneHot(int, int, DType)} along a new last axis. */
  default Expr oneHot(int depth, DType dtype) {
    return oneHot(-1, depth, dtype);
  }

  /**
   * Returns this with a new axis on which each index becomes 1 at its position and 0 elsewhere; 0
   * everywhere if it lies outside.
   *
   * <p>It is a comparison of each element with its position: an expression of elementwise ops that
   * is fused with its consumers, so that the ones and zeros are never stored.
   *
   * @param axis where the new axis stands in the result
   * @param depth its extent
   * @param dtype the dtype of the result
   * @throws ShapeException if this holds no integers, there is no such axis, or the result has more
   *     than 2³¹−1 elements
   */
  default Expr oneHot(int axis, int depth, DType dtype) {
    if (!self().dtype().isInteger()) {
      throw new ShapeException(
          "oneHot", "indices must be i32 or i64, got " + self().type() + "; cast it");
    }
    Shape target = self().shape().insert("oneHot", axis, depth);
    Expr indices = self().expandDims(axis);
    int at = target.axis(axis);
    Shape places = Shape.of(depth);
    for (int i = at + 1; i < target.rank(); i++) {
      places = places.insert(-1, 1);
    }
    Expr place = Expr.constant(Tensor.arange(self().dtype(), depth)).reshape(places);
    return indices.equal(place).cast(dtype);
  }

  private Expr self() {
    return (Expr) this;
  }
}
