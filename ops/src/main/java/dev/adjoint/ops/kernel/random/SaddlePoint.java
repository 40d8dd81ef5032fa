// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

/**
 * Logarithms of probabilities, of which no two large terms cancel: each is written by how far a
 * number is from what is expected, and by the error of Stirling's formula. From Loader, <i>Fast and
 * Accurate Computation of Binomial Probabilities</i>, 2000.
 */
final class SaddlePoint {
  private static final double LOG_TWO_PI = 0x1.d67f1c864beb5p0;

  /** {@code B₂ₖ/(2k(2k − 1))}. */
  private static final double[] SERIES = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  private SaddlePoint() {}

  /** Returns {@code ln(μᵏ·e^−μ/Γ(k + 1))}, for whole numbers {@code k} the Poisson probability. */
  static double poisson(double k, double mean) {
    return k == 0
        ? -mean
        : -0.5 * (LOG_TWO_PI + StrictMath.log(k)) - stirlingError(k) - deviance(k, mean);
  }

  /** Returns the logarithm of the binomial probability of {@code k} out of {@code n}. */
  static double binomial(double k, double n, double p) {
    if (k == 0) {
      return n * StrictMath.log1p(-p);
    }
    if (k == n) {
      return n * StrictMath.log(p);
    }
    double errors = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
    double deviances = deviance(k, n * p) + deviance(n - k, n * (1 - p));
    return errors - deviances - 0.5 * (LOG_TWO_PI + StrictMath.log(k) + StrictMath.log1p(-k / n));
  }

  /**
   * Returns {@code ln Γ(x + 1) − (x + ½)·ln x + x − ½·ln 2π} for {@code x > 0}: the series from 15
   * on, there by a recurrence. For other {@code x} it is NaN.
   */
  static double stirlingError(double x) {
    if (!(x > 0)) {
      return Double.NaN;
    }
    double steps = 0;
    double v = x;
    while (v < 15) {
      // (v + ½)·ln(1 + 1/v) − 1
      steps += (v + 0.5) * StrictMath.log1p(1 / v) - 1;
      v += 1;
    }
    double inverse = 1 / v;
    double square = inverse * inverse;
    double sum = 0;
    for (int k = SERIES.length - 1; k >= 0; k--) {
      sum = sum * square + SERIES[k];
    }
    return steps + sum * inverse;
  }

  /** Returns {@code x·ln(x/m) + m − x} for positive numbers, which is 0 where they are equal. */
  static double deviance(double x, double m) {
    double off = (x - m) / (x + m);
    if (!(Math.abs(off) < 0.1)) {
      return x * StrictMath.log(x / m) + m - x;
    }
    // x·ln(x/m) = 2x·artanh(off)
    double square = off * off;
    double sum = 0;
    for (int k = 19; k >= 3; k -= 2) {
      sum = (sum + 1.0 / k) * square;
    }
    return (x - m) * off + 2 * x * off * sum;
  }
}
