// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

/**
 * Draws numbers of events: by inversion where few are expected, else by transformed rejection
 * (Hörmann, <i>The Transformed Rejection Method for Generating Poisson Random Variables</i> and
 * <i>The Generation of Binomial Random Variates</i>, 1993), which takes some 1.2 attempts on
 * average, for any expected number.
 */
public final class Counts {
  /** The least expected number that is drawn by rejection. */
  private static final double FEW = 10;

  /** The most attempts at a number; each is accepted with a probability above ½. */
  private static final int ATTEMPTS = 128;

  private Counts() {}

  /** Returns a Poisson number; NaN for a negative mean and NaN. */
  public static double poisson(Draws random, double mean) {
    if (!(mean > 0 && mean < Double.POSITIVE_INFINITY)) {
      return mean >= 0 ? mean : Double.NaN;
    }
    return mean < FEW ? fewPoisson(random, mean) : manyPoisson(random, mean);
  }

  /**
   * Returns how many of {@code n} events happen, each with probability {@code p}; NaN if {@code n}
   * is no whole number from 0 on or {@code p} not between 0 and 1.
   */
  public static double binomial(Draws random, double n, double p) {
    if (!(n >= 0 && n == Math.rint(n) && n < Double.POSITIVE_INFINITY && p >= 0 && p <= 1)) {
      return Double.NaN;
    }
    if (p > 0.5) {
      return n - binomial(random, n, 1 - p);
    }
    return n * p < FEW ? fewBinomial(random, n, p) : manyBinomial(random, n, p);
  }

  private static double fewPoisson(Draws random, double mean) {
    double rest = random.unit();
    double p = StrictMath.exp(-mean);
    double k = 0;
    while (rest >= p && p > 0) {
      rest -= p;
      k++;
      p *= mean / k;
    }
    return k;
  }

  private static double manyPoisson(Draws random, double mean) {
    double b = 0.931 + 2.53 * StrictMath.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double scale = 1.1239 + 1.1328 / (b - 3.4);
    double sure = 0.9277 - 3.6224 / (b - 2);
    for (int i = 0; i < ATTEMPTS; i++) {
      double u = random.unit() - 0.5;
      double v = random.inner();
      double edge = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / edge + b) * u + mean + 0.43);
      if (edge >= 0.07 && v <= sure) {
        return k;
      }
      boolean outside = !(k >= 0) || edge < 0.013 && v > edge;
      if (!outside
          && StrictMath.log(v * scale / (a / (edge * edge) + b)) <= SaddlePoint.poisson(k, mean)) {
        return k;
      }
    }
    return Math.floor(mean);
  }

  private static double fewBinomial(Draws random, double n, double p) {
    double rest = random.unit();
    double odds = p / (1 - p);
    double probability = StrictMath.exp(n * StrictMath.log1p(-p));
    double k = 0;
    while (rest >= probability && k < n && probability > 0) {
      rest -= probability;
      k++;
      probability *= odds * (n - k + 1) / k;
    }
    return k;
  }

  private static double manyBinomial(Draws random, double n, double p) {
    double deviation = StrictMath.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double center = n * p + 0.5;
    double scale = (2.83 + 5.1 / b) * deviation;
    double sure = 0.92 - 4.2 / b;
    double mode = Math.floor((n + 1) * p);
    double most = SaddlePoint.binomial(mode, n, p);
    for (int i = 0; i < ATTEMPTS; i++) {
      double u = random.unit() - 0.5;
      double v = random.inner();
      double edge = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / edge + b) * u + center);
      if (edge >= 0.07 && v <= sure) {
        return k;
      }
      if (k >= 0
          && k <= n
          && StrictMath.log(v * scale / (a / (edge * edge) + b))
              <= SaddlePoint.binomial(k, n, p) - most) {
        return k;
      }
    }
    return mode;
  }
}
