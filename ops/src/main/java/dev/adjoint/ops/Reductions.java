// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.ops.op.activation.LogSoftmax;
import dev.adjoint.ops.op.activation.Softmax;
import dev.adjoint.ops.op.reduce.ArgMax;
import dev.adjoint.ops.op.reduce.LogSumExp;
import dev.adjoint.ops.op.reduce.Max;
import dev.adjoint.ops.op.reduce.Mean;
import dev.adjoint.ops.op.reduce.Min;
import dev.adjoint.ops.op.reduce.Sum;

/**
 * The methods of {@link Expr} that work along axes: reductions, and what normalises by them. The
 * axes are dropped, or stay with extent 1 where a method says {@code KeepDims}, so that the result
 * broadcasts against this.
 */
public sealed interface Reductions permits Expr {
  /** Returns the sum along the given axes, or of all elements if none is given. */
  default Expr sum(int... axes) {
    return Expr.apply(new Sum(ascending("sum", axes)), self());
  }

  /** Returns the sum along the given axes, which stay with extent 1. */
  default Expr sumKeepDims(int... axes) {
    return keep(sum(axes), "sum", axes);
  }

  /**
   * Returns the mean along the given axes, or of all elements if none is given; NaN if there are no
   * elements.
   */
  default Expr mean(int... axes) {
    return Expr.apply(new Mean(ascending("mean", axes)), self());
  }

  /** Returns the mean along the given axes, which stay with extent 1. */
  default Expr meanKeepDims(int... axes) {
    return keep(mean(axes), "mean", axes);
  }

  /**
   * Returns the variance {@code mean((x − mean(x))²)} along the given axes, or of all elements if
   * none is given.
   */
  default Expr variance(int... axes) {
    return self().sub(meanKeepDims(axes)).square().mean(axes);
  }

  /** Returns the variance along the given axes, which stay with extent 1; see {@link #variance}. */
  default Expr varianceKeepDims(int... axes) {
    return keep(variance(axes), "variance", axes);
  }

  /**
   * Returns the largest element along the given axes, or of all if none is given; NaN if there is
   * one. Its derivative is shared evenly among equals.
   *
   * @throws dev.adjoint.graph.ShapeException if there are no elements
   */
  default Expr max(int... axes) {
    return Expr.apply(new Max(ascending("max", axes)), self());
  }

  /** Returns the largest element along the given axes, which stay with extent 1. */
  default Expr maxKeepDims(int... axes) {
    return keep(max(axes), "max", axes);
  }

  /**
   * Returns the smallest element along the given axes, or of all if none is given; NaN if there is
   * one. Its derivative is shared evenly among equals.
   *
   * @throws dev.adjoint.graph.ShapeException if there are no elements
   */
  default Expr min(int... axes) {
    return Expr.apply(new Min(ascending("min", axes)), self());
  }

  /** Returns the smallest element along the given axes, which stay with extent 1. */
  default Expr minKeepDims(int... axes) {
    return keep(min(axes), "min", axes);
  }

  /**
   * Returns the I32 position of the largest element along an axis: the first among equals, and the
   * first NaN if there is one.
   *
   * @throws dev.adjoint.graph.ShapeException if there are no elements
   */
  default Expr argMax(int axis) {
    return Expr.apply(new ArgMax(self().shape().axis("argMax", axis)), self());
  }

  /** Returns {@code ln Σ eˣ} along an axis, without overflow. */
  default Expr logSumExp(int axis) {
    return Expr.apply(new LogSumExp(self().shape().axis("logSumExp", axis)), self());
  }

  /** Returns probabilities along an axis that are proportional to {@code eˣ}, without overflow. */
  default Expr softmax(int axis) {
    return Expr.apply(new Softmax(self().shape().axis("softmax", axis)), self());
  }

  /** Returns the logarithms of {@link #softmax}, accurate also where that is close to 0. */
  default Expr logSoftmax(int axis) {
    return Expr.apply(new LogSoftmax(self().shape().axis("logSoftmax", axis)), self());
  }

  private ImmutableIntArray ascending(String op, int... axes) {
    return Axes.ascending(op, self().shape(), axes);
  }

  /** Returns a reduction of this with its axes put back, with extent 1. */
  private Expr keep(Expr reduced, String op, int... axes) {
    ImmutableIntArray kept = ascending(op, axes);
    return kept.isEmpty() ? reduced : reduced.expandDims(kept.toArray());
  }

  private Expr self() {
    return (Expr) this;
  }
}
