// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.elementwise;

import com.google.common.base.Preconditions;
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
 * 6.4.11), below 0 by the reflection formula. Off by at most 6 ulp of its largest term, which is
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
    Scalar zero = v.like(0);
    Scalar negative = v.less(zero);
    Scalar y = positive(negative.select(v.neg().add(1), v));
    Scalar mirrored = order % 2 == 0 ? y : y.neg();
    Scalar below = mirrored.sub(cotangent(v));
    Scalar pole = order % 2 == 0 ? v.like(Double.NaN) : v.like(Double.POSITIVE_INFINITY);
    Scalar left = v.rint().equal(v).select(pole, below);
    Scalar atZero = v.like(1).div(v).neg();
    Scalar origin = order % 2 == 0 ? atZero : atZero.abs();
    return v.equal(zero).select(origin, negative.select(left, y));
  }

  /** Returns the function for positive numbers. */
  private Scalar positive(Scalar x) {
    int n = order;
    double factorial = factorial(n);
    Scalar sum = x.like(0);
    Scalar at = x;
    for (int i = 0; i < 10 + n; i++) {
      Scalar below = at.less(x.like(10 + n));
      Scalar term = power(x.like(1).div(at), n + 1).mul(factorial);
      sum = below.select(sum.add(term), sum);
      at = below.select(at.add(1), at);
    }
    Scalar inverse = x.like(1).div(at);
    Scalar square = inverse.mul(inverse);
    Scalar series = x.like(0);
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = series.mul(square).add(BERNOULLI[k - 1] * rising(2 * k, n));
    }
    Scalar head = n == 0 ? at.log().neg() : power(inverse, n).mul(factorial / n);
    Scalar tail = power(inverse, n + 1).mul(factorial / 2).add(power(inverse, n + 2).mul(series));
    Scalar size = sum.add(tail).add(head);
    return n % 2 == 0 ? size.neg() : size;
  }

  /** Returns the derivative of {@code π·cot πx}, a polynomial of the cotangent. */
  private Scalar cotangent(Scalar v) {
    Scalar angle = v.sub(v.rint()).mul(Math.PI);
    Scalar c = angle.cos().div(angle.sin());
    double[] p = {0, Math.PI};
    for (int i = 0; i < order; i++) {
      double[] next = new double[p.length + 1];
      for (int k = 1; k < p.length; k++) {
        next[k - 1] -= Math.PI * k * p[k];
        next[k + 1] -= Math.PI * k * p[k];
      }
      p = next;
    }
    Scalar y = v.like(p[p.length - 1]);
    for (int k = p.length - 2; k >= 0; k--) {
      y = y.mul(c).add(p[k]);
    }
    return y;
  }

  private static Scalar power(Scalar x, int n) {
    Scalar y = x.like(1);
    for (int i = 0; i < n; i++) {
      y = y.mul(x);
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
