// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.kernel.reduce.MergedAxes;

/** Reductions composed of several ops. */
final class CompositeReductions {
  private CompositeReductions() {}

  /** Returns the square root, with the derivative 0 at 0. */
  static Expr root(Expr x) {
    Expr isZero = x.equal(0);
    return Expr.where(isZero, 0, Expr.where(isZero, 1, x).sqrt());
  }

  /** Returns {@link Reductions#norm}. */
  static Expr norm(Expr x, double p, int... axes) {
    Preconditions.checkArgument(p > 0, "norm: the order must be positive: %s", p);
    requireFloating("norm", x);
    if (p == 2) {
      return root(x.square().sum(axes));
    } else if (p == 1) {
      return x.abs().sum(axes);
    } else if (p == Double.POSITIVE_INFINITY) {
      return x.abs().max(axes);
    }
    Expr sum = x.abs().pow(p).sum(axes);
    Expr isZero = sum.equal(0);
    return Expr.where(isZero, 0, Expr.where(isZero, 1, sum).pow(1 / p));
  }

  /** Returns {@link Reductions#sampleVariance}. */
  static Expr sampleVariance(Expr x, int... axes) {
    requireFloating("sampleVariance", x);
    ImmutableIntArray chosen = Axes.ascending("sampleVariance", x.shape(), axes);
    long count = new MergedAxes(x.shape(), chosen).count();
    if (count < 2) {
      throw new ShapeException(
          "sampleVariance",
          "%s elements along axes %s of %s: needs two at least; use variance"
              .formatted(count, chosen, x.shape()));
    }
    return x.sub(x.meanKeepDims(axes)).square().sum(axes).div(count - 1);
  }

  /** Returns {@link Reductions#quantile(double, QuantileMethod, int...)}. */
  static Expr quantile(String op, Expr x, double q, QuantileMethod method, int... axes) {
    Preconditions.checkArgument(q >= 0 && q <= 1, "%s: must be from 0 to 1: %s", op, q);
    requireFloating(op, x);
    ImmutableIntArray chosen = Axes.ascending(op, x.shape(), axes);
    MergedAxes merged = new MergedAxes(x.shape(), chosen);
    if (merged.count() == 0) {
      throw new ShapeException(
          op,
          "no element along axes %s of %s; there is no quantile of none"
              .formatted(chosen, x.shape()));
    }
    Expr sorted = Sorting.sort(merged.merge(x), -1).values();
    int n = sorted.shape().dim(-1);
    QuantileMethod.Place place = method.place(n, q);
    Expr y = sorted.select(-1, place.low());
    if (place.weight() > 0) {
      Expr next = sorted.select(-1, place.low() + 1).mul(place.weight());
      y = y.mul(1 - place.weight()).add(next);
    }
    // NaN is last.
    Expr last = sorted.select(-1, n - 1);
    return Expr.where(last.equal(last), y, last);
  }

  private static void requireFloating(String op, Expr x) {
    if (!x.dtype().isFloating()) {
      throw new ShapeException(op, "needs a floating operand, got " + x.type() + "; cast it");
    }
  }
}
