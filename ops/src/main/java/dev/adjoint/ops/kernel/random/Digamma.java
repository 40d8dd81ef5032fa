// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

/**
 * The digamma function {@code ψ} of positive numbers and its derivatives, by recurrence and
 * asymptotic series (DLMF 5.11.2 and 5.15.8).
 */
final class Digamma {
  /** {@code B₂ₖ} from {@code k = 1} on. */
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
  };

  private Digamma() {}

  /** Returns {@code ψ(x) − ln x} for {@code x ≥ 10}. */
  static double lessLogarithm(double x) {
    double square = 1 / (x * x);
    double sum = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      sum = (sum + BERNOULLI[k - 1] / (2 * k)) * square;
    }
    return -0.5 / x - sum;
  }

  /** Returns the derivative of {@code ψ} of an order; order 0 is {@code ψ} itself. */
  static double derivative(int order, double x) {
    double v = x;
    double sum = 0;
    double sign = (order & 1) == 0 ? -1 : 1;
    double factorial = 1;
    for (int k = 2; k <= order; k++) {
      factorial *= k;
    }
    for (; v < 10 + order; v += 1) {
      sum += factorial / power(v, order + 1);
    }
    if (order == 0) {
      return StrictMath.log(v) + lessLogarithm(v) - sum;
    }
    // (n − 1)!/vⁿ + n!/2vⁿ⁺¹ + Σ B₂ₖ·(2k + n − 1)!/((2k)!·v^(2k + n))
    double last = factorial / order / power(v, order);
    double series = last + factorial / (2 * power(v, order + 1));
    double ratio = last;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      int top = 2 * k + order;
      ratio *= (top - 2.0) * (top - 1.0) / ((2.0 * k - 1) * (2.0 * k) * v * v);
      series += BERNOULLI[k - 1] * ratio;
    }
    return sign * (sum + series);
  }

  private static double power(double x, int exponent) {
    double result = 1;
    for (int i = 0; i < exponent; i++) {
      result *= x;
    }
    return result;
  }
}
