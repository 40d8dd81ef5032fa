// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.op.random.GammaTransport;
import dev.adjoint.ops.op.random.LogGamma;

/**
 * How {@link RandomKey} makes the numbers of some distributions: in F64, from which they are
 * rounded once, so that tails reach as far in F32.
 */
final class Distributions {
  private Distributions() {}

  /** Returns numbers evenly distributed over {@code (0, 1)}, as F64. */
  private static Expr inner(RandomKey key, Shape shape) {
    // 0 stands for all below 2⁻⁵³
    return key.uniform(new TensorType(DType.F64, shape)).maximum(0x1p-54);
  }

  static Expr exponential(RandomKey key, TensorType type) {
    return inner(key, type.shape()).log().neg().cast(type.dtype());
  }

  static Expr gumbel(RandomKey key, TensorType type) {
    return inner(key, type.shape()).log().neg().log().neg().cast(type.dtype());
  }

  static Expr laplace(RandomKey key, TensorType type) {
    Expr u = inner(key, type.shape()).sub(0.5);
    Expr size = u.abs().mul(-2).log1p().neg();
    return size.copySign(u).cast(type.dtype());
  }

  /** Returns {@code location + scale·y}, NaN where the scale is negative. */
  static Expr scaled(Expr y, Expr location, Expr scale) {
    return location.add(notNegative(scale).mul(y));
  }

  /** Returns {@code x}, NaN where it is negative. */
  static Expr notNegative(Expr x) {
    return Expr.where(x.greaterEqual(0), x, Double.NaN);
  }

  /** Returns the common type of two parameters after broadcasting. */
  static TensorType common(String name, Expr a, Expr b) {
    return a.type().withShape(Shape.broadcast(name, a.shape(), b.shape()));
  }

  /** Returns logarithms of gamma numbers, as F64. */
  static Expr logGamma(RandomKey key, Expr concentration) {
    Expr wide = concentration.cast(DType.F64);
    Expr fixed = wide.stopGradient();
    Expr drawn = Expr.apply(new LogGamma(key.number()), key.key(), fixed);
    return Expr.apply(new GammaTransport(), wide, fixed, drawn);
  }

  static Expr beta(RandomKey key, Expr a, Expr b) {
    Shape shape = common("beta", a, b).shape();
    Expr both = Expr.stack(0, a.broadcastTo(shape), b.broadcastTo(shape));
    Expr logs = logGamma(key, both);
    return logs.select(0, 0).sub(logs.select(0, 1)).sigmoid().cast(a.dtype());
  }

  static Expr permutation(RandomKey key, int n) {
    // Two of n are equal once in 2⁶⁵/n² times
    return Sorting.argSort(key.bits(TensorType.of(DType.I64, n)), 0);
  }

  static Expr choice(RandomKey key, int bound, int count, boolean replace) {
    check(bound, count, replace);
    return replace
        ? key.uniform(TensorType.of(DType.F64, count)).mul(bound).cast(DType.I32)
        : permutation(key, bound).slice(0, 0, count);
  }

  static Expr choice(RandomKey key, Expr weights, int count, boolean replace) {
    Preconditions.checkArgument(
        weights.shape().rank() == 1 && weights.dtype().isFloating(),
        "choice: the weights must be a floating vector, got %s",
        weights.type());
    int bound = weights.shape().dim(0);
    check(bound, count, replace);
    Expr wide = weights.cast(DType.F64).maximum(0);
    if (!replace) {
      // Whose exponential clock rings first: the order of draws without replacement
      Expr clocks = exponential(key, wide.type()).div(wide);
      return Sorting.argSort(clocks, 0).slice(0, 0, count);
    }
    Expr sums = wide.cumSum(0);
    Expr total = bound == 0 ? Expr.constant(DType.F64, 0) : sums.select(0, -1);
    Expr u = key.uniform(TensorType.of(DType.F64, count)).mul(total);
    return Sorting.searchSorted(sums, u, true).minimum(bound - 1);
  }

  private static void check(int bound, int count, boolean replace) {
    Preconditions.checkArgument(
        count >= 0 && bound >= 0 && (replace ? count == 0 || bound > 0 : count <= bound),
        "choice: %s of %s %s replacement",
        count,
        bound,
        replace ? "with" : "without");
  }
}
