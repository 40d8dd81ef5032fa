// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import com.google.common.base.Preconditions;
import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordArctangent;
import dev.adjoint.exec.math.DoubleWordLogarithm;
import dev.adjoint.exec.math.DoubleWordSine;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Samples;
import dev.adjoint.ops.kernel.InDouble;
import java.util.List;

/**
 * The derivative of the given order of the digamma function {@code ψ(x) = d/dx ln Γ(x)}; order 0 is
 * {@code ψ} itself. {@code dx} is {@code dy} times the derivative of the next order, so all orders
 * are differentiable.
 *
 * <p>Computed by the recurrence up to arguments of at least {@code 10 + n}, and there by the
 * asymptotic series (Abramowitz and Stegun, <i>Handbook of Mathematical Functions</i>, 1964, 6.4.6,
 * 6.4.11), below 0 by the reflection formula. Off by at most 1 ulp of its largest term, which is
 * itself for {@code x > 0} and orders from 1 on; NaN, and for odd orders ∞, at negative integers.
 *
 * @param order the order of the derivative, at most 60
 */
public record Polygamma(int order) implements Elementwise {
  /** {@code B₂ₖ} from {@code k = 1} on. */
  private static final double[] BERNOULLI = {
    1.0 / 6,
    -1.0 / 30,
    1.0 / 42,
    -1.0 / 30,
    5.0 / 66,
    -691.0 / 2730,
    7.0 / 6,
    -3617.0 / 510,
    43867.0 / 798,
    -174611.0 / 330
  };

  /** Checks that the order is between 0 and 60. */
  public Polygamma {
    Preconditions.checkArgument(
        order >= 0 && order <= 60, "polygamma: order must be between 0 and 60: %s", order);
  }

  @Override
  public Scalar body(List<Scalar> x) {
    return InDouble.of(requireFloating(x.getFirst()), this::of);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.mul(Expr.apply(new Polygamma(order + 1), x.getFirst())));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(Polygamma.class, Samples.ranks(new Polygamma(0), Arg.between(0.3, 10)))
        .and(
            Sample.of(new Polygamma(1), Arg.between(-1.8, -1.2, 3)),
            Sample.of(new Polygamma(2), Arg.between(0.3, 14, 4)))
        .errorInputs(
            new Polygamma(0),
            List.of(TensorType.of(DType.I32, 2)),
            "polygamma: needs a floating operand, got i32; cast it");
  }

  private Scalar of(Scalar v) {
    boolean even = order % 2 == 0;
    Scalar zero = v.like(0);
    Scalar negative = v.less(zero);
    DoubleWord mirror = DoubleWord.sum(v.like(1), v.neg());
    DoubleWord y = positive(DoubleWord.select(negative, mirror, DoubleWord.of(v)));
    DoubleWord below = (even ? y : y.neg()).minus(cotangent(v));
    Scalar pole = v.like(even ? Double.NaN : Double.POSITIVE_INFINITY);
    Scalar left = v.rint().equal(v).select(pole, below.valueOrHigh());
    Scalar size = negative.select(left, y.valueOrHigh());
    // Next to a pole a double word overflows before its value does
    Scalar infinity = v.like(Double.POSITIVE_INFINITY);
    Scalar rest = v.sub(v.rint());
    Scalar overflown = even ? rest.less(zero).select(infinity, infinity.neg()) : infinity;
    Scalar defined = size.equal(size).or(v.rint().equal(v)).or(v.equal(v).not());
    Scalar finite = defined.select(size, overflown);
    Scalar large = zero.like(0x1p500).less(v);
    return v.abs().less(v.like(0x1p-900)).select(nearZero(v), large.select(far(v), finite));
  }

  /** Returns {@code ∓n!/xⁿ⁺¹}. */
  private Scalar nearZero(Scalar v) {
    Scalar y = power(v.like(1).div(v), order + 1).mul(factorial(order));
    return order % 2 == 0 ? y.neg() : y;
  }

  /** Returns {@code ln x}, or {@code ∓(n − 1)!/xⁿ}. */
  private Scalar far(Scalar v) {
    if (order == 0) {
      return v.log();
    }
    Scalar y = power(v.like(1).div(v), order).mul(factorial(order - 1));
    return order % 2 == 0 ? y.neg() : y;
  }

  /** Returns the function for positive numbers, in double words as its terms may cancel. */
  private DoubleWord positive(DoubleWord x) {
    int n = order;
    DoubleWord one = DoubleWord.of(x.high().like(1));
    Scalar factorial = x.high().like(factorial(n));
    DoubleWord sum = DoubleWord.of(x.high().like(0));
    DoubleWord at = x;
    for (int i = 0; i < 10 + n; i++) {
      Scalar below = at.high().less(x.high().like(10 + n));
      DoubleWord term = power(one.over(at), n + 1).times(factorial);
      sum = DoubleWord.select(below, sum.plus(term), sum);
      at = DoubleWord.select(below, at.plus(one), at);
    }
    DoubleWord inverse = one.over(at);
    DoubleWord head =
        n == 0
            ? DoubleWordLogarithm.of(at).neg()
            : power(inverse, n).times(x.high().like(factorial(n - 1)));
    DoubleWord half = power(inverse, n + 1).times(factorial).scaled(0.5);
    DoubleWord tail = power(inverse, n + 2).times(series(inverse.high()));
    DoubleWord size = sum.plus(tail).plus(half).plus(head);
    return n % 2 == 0 ? size.neg() : size;
  }

  private Scalar series(Scalar inverse) {
    Scalar square = inverse.mul(inverse);
    Scalar series = inverse.like(0);
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = series.mul(square).add(BERNOULLI[k - 1] * rising(2 * k, order));
    }
    return series;
  }

  /** Returns the derivative of {@code π·cot πx}, a polynomial of the cotangent. */
  private DoubleWord cotangent(Scalar v) {
    DoubleWord c = DoubleWordSine.cosineOfHalfTurns(v).over(DoubleWordSine.ofHalfTurns(v));
    DoubleWord pi = DoubleWordArctangent.halfTurn(v);
    double[] p = {0, 1};
    for (int i = 0; i < order; i++) {
      double[] next = new double[p.length + 1];
      for (int k = 1; k < p.length; k++) {
        next[k - 1] -= k * p[k];
        next[k + 1] -= k * p[k];
      }
      p = next;
    }
    DoubleWord y = DoubleWord.of(v.like(p[p.length - 1]));
    for (int k = p.length - 2; k >= 0; k--) {
      y = y.times(c).plus(DoubleWord.of(v.like(p[k])));
    }
    return y.times(power(pi, order + 1));
  }

  private static Scalar power(Scalar x, int n) {
    Scalar y = x;
    for (int i = 1; i < n; i++) {
      y = y.mul(x);
    }
    return y;
  }

  private static DoubleWord power(DoubleWord x, int n) {
    DoubleWord y = x;
    for (int i = 1; i < n; i++) {
      y = y.times(x);
    }
    return y;
  }

  private static double factorial(int n) {
    double y = 1;
    for (int i = 2; i <= n; i++) {
      y *= i;
    }
    return y;
  }

  /** Returns {@code (k + n − 1)!/k!}. */
  private static double rising(int k, int n) {
    double y = 1.0 / k;
    for (int i = 0; i < n; i++) {
      y *= k + i;
    }
    return y;
  }
}
