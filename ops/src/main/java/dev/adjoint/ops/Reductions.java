// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.kernel.reduce.MergedAxes;
import dev.adjoint.ops.op.activation.LogSoftmax;
import dev.adjoint.ops.op.activation.Softmax;
import dev.adjoint.ops.op.reduce.ArgMax;
import dev.adjoint.ops.op.reduce.ArgMin;
import dev.adjoint.ops.op.reduce.LogSumExp;
import dev.adjoint.ops.op.reduce.Max;
import dev.adjoint.ops.op.reduce.Mean;
import dev.adjoint.ops.op.reduce.Min;
import dev.adjoint.ops.op.reduce.Prod;
import dev.adjoint.ops.op.reduce.Sum;

/**
 * The methods of {@link Expr} that reduce or normalise along axes. The axes are dropped, or kept
 * with extent 1 where a method says {@code KeepDims}, so that the result broadcasts against this.
 */
public sealed interface Reductions permits Expr {
  /** Returns the sum along the given axes, or of all elements if none is given. */
  default Expr sum(int... axes) {
    return Expr.apply(new Sum(ascending("sum", axes)), self());
  }

  /** Returns the sum along the given axes, which are kept with extent 1. */
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

  /** Returns the mean along the given axes, which are kept with extent 1. */
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

  /**
   * Returns the variance along the given axes, which are kept with extent 1; see {@link #variance}.
   */
  default Expr varianceKeepDims(int... axes) {
    return keep(variance(axes), "variance", axes);
  }

  /**
   * Returns the unbiased variance {@code Σ (x − mean(x))² / (n − 1)} of {@code n} elements along
   * the given axes, or of all if none is given.
   *
   * @throws dev.adjoint.graph.ShapeException if there are fewer than two elements
   */
  default Expr sampleVariance(int... axes) {
    return CompositeReductions.sampleVariance(self(), axes);
  }

  /**
   * Returns the standard deviation, the root of the {@linkplain #variance variance}, along the
   * given axes, or of all elements if none is given. Of equal elements it is 0, and so is its
   * derivative.
   */
  default Expr std(int... axes) {
    return CompositeReductions.root(variance(axes));
  }

  /** Returns the standard deviation along the given axes, which are kept with extent 1. */
  default Expr stdKeepDims(int... axes) {
    return keep(std(axes), "std", axes);
  }

  /**
   * Returns the root of the {@linkplain #sampleVariance unbiased variance}; of equal elements it is
   * 0, and so is its derivative.
   *
   * @throws dev.adjoint.graph.ShapeException if there are fewer than two elements
   */
  default Expr sampleStd(int... axes) {
    return CompositeReductions.root(sampleVariance(axes));
  }

  /**
   * Returns the norm {@code (Σ |x|ᵖ)^(1/p)} along the given axes, or of all elements if none is
   * given; the largest {@code |x|} if {@code p} is ∞. Of zeros it is 0, and so is its derivative.
   *
   * @param p the order, such as 2, positive
   * @throws dev.adjoint.graph.ShapeException if this is not floating
   */
  default Expr norm(double p, int... axes) {
    return CompositeReductions.norm(self(), p, axes);
  }

  /** Returns the norm along the given axes, which are kept with extent 1. */
  default Expr normKeepDims(double p, int... axes) {
    return keep(norm(p, axes), "norm", axes);
  }

  /**
   * Returns the product along the given axes, or of all elements if none is given. The derivative
   * is right also where elements are 0.
   */
  default Expr prod(int... axes) {
    return Expr.apply(new Prod(ascending("prod", axes)), self());
  }

  /** Returns the product along the given axes, which are kept with extent 1. */
  default Expr prodKeepDims(int... axes) {
    return keep(prod(axes), "prod", axes);
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

  /** Returns the largest element along the given axes, which are kept with extent 1. */
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

  /** Returns the smallest element along the given axes, which are kept with extent 1. */
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

  /**
   * Returns the I32 position of the smallest element along an axis: the first among equals, and the
   * first NaN if there is one.
   *
   * @throws dev.adjoint.graph.ShapeException if there are no elements
   */
  default Expr argMin(int axis) {
    return Expr.apply(new ArgMin(self().shape().axis("argMin", axis)), self());
  }

  /**
   * Returns {@code ln Σ eˣ} along the given axes, or of all elements if none is given, without
   * overflow.
   */
  default Expr logSumExp(int... axes) {
    ImmutableIntArray chosen = ascending("logSumExp", axes);
    if (chosen.length() == 1) {
      return Expr.apply(new LogSumExp(chosen.get(0)), self());
    }
    Expr merged = new MergedAxes(self().shape(), chosen).merge(self());
    return Expr.apply(new LogSumExp(merged.shape().rank() - 1), merged);
  }

  /** Returns {@code ln Σ eˣ} along the given axes, which are kept with extent 1. */
  default Expr logSumExpKeepDims(int... axes) {
    return keep(logSumExp(axes), "logSumExp", axes);
  }

  /**
   * Returns the median along the given axes, or of all elements if none is given: the mean of the
   * two middle ones if their number is even; NaN if there is one.
   *
   * @throws dev.adjoint.graph.ShapeException if there are no elements
   */
  default Expr median(int... axes) {
    return CompositeReductions.quantile("median", self(), 0.5, QuantileMethod.MIDPOINT, axes);
  }

  /** Returns {@link #quantile(double, QuantileMethod, int...)} by {@link QuantileMethod#LINEAR}. */
  default Expr quantile(double q, int... axes) {
    return quantile(q, QuantileMethod.LINEAR, axes);
  }

  /**
   * Returns the quantile {@code q} of the elements along the given axes, or of all if none is
   * given; NaN if there is one.
   *
   * @param q the share of elements below the quantile, from 0 to 1
   * @param method how to compute a quantile that lies between elements
   * @throws dev.adjoint.graph.ShapeException if there are no elements
   */
  default Expr quantile(double q, QuantileMethod method, int... axes) {
    return CompositeReductions.quantile("quantile", self(), q, method, axes);
  }

  /**
   * Returns whether any element along the given axes, or of all, is not 0; false if there is none.
   */
  default Expr any(int... axes) {
    return countNonZero(axes).greater(0);
  }

  /** Returns whether all elements along the given axes, or all of them, are not 0. */
  default Expr all(int... axes) {
    return self().cast(DType.BOOL).not().countNonZero(axes).equal(0);
  }

  /** Returns how many elements along the given axes, or of all, are not 0, as I32; NaN counts. */
  default Expr countNonZero(int... axes) {
    return self().cast(DType.BOOL).cast(DType.I32).sum(axes);
  }

  /** Returns the sum along the given axes, or of all elements, of those that are not NaN. */
  default Expr nanSum(int... axes) {
    return Expr.where(self().equal(self()), self(), 0).sum(axes);
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

  /** Returns a reduction of this with its axes restored, each of extent 1. */
  private Expr keep(Expr reduced, String op, int... axes) {
    ImmutableIntArray kept = ascending(op, axes);
    return kept.isEmpty() ? reduced : reduced.expandDims(kept.toArray());
  }

  private Expr self() {
    return (Expr) this;
  }
}
