// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

/**
 * Special functions of wide numbers. The equation numbers are those of Abramowitz and Stegun,
 * <i>Handbook of Mathematical Functions</i>, 1964.
 */
final class SpecialFunctions {
  /** {@code B₂ₖ} from {@code k = 1} on. */
  private static final Wide[] BERNOULLI = {
    ratio(1, 6),
    ratio(-1, 30),
    ratio(1, 42),
    ratio(-1, 30),
    ratio(5, 66),
    ratio(-691, 2730),
    ratio(7, 6),
    ratio(-3617, 510),
    ratio(43867, 798),
    ratio(-174611, 330),
    ratio(854513, 138),
    ratio(-236364091, 2730),
    ratio(8553103, 6),
    ratio(-23749461029.0, 870),
    ratio(8615841276005.0, 14322),
  };

  /** From here on the asymptotic series of the gamma function has all digits. */
  private static final int FAR = 32;

  /** {@code ζ(k)}, from {@code k = 2} on. */
  private static final Wide[] ZETA = zeta();

  private static final Wide TWO_OVER_ROOT_PI = Wide.TWO.over(Constants.ROOT_PI);
  private static final Wide HALF_LOG_TWO_PI =
      Functions.logarithm(Constants.PI.scaled(1)).scaled(-1);

  private SpecialFunctions() {}

  private static Wide ratio(double a, double b) {
    return Wide.of(a).over(b);
  }

  // ---------------- error functions

  /** Returns {@code erf x}. */
  static Wide erf(Wide x) {
    return x.abs().value() < 3
        ? erfSeries(x)
        : erfcTail(x.abs()).neg().plus(Wide.ONE).times(sign(x));
  }

  /** Returns {@code erfc x = 1 − erf x}. */
  static Wide erfc(Wide x) {
    return x.value() < 3 ? Wide.ONE.minus(erf(x)) : erfcTail(x);
  }

  private static double sign(Wide x) {
    return x.isNegative() ? -1 : 1;
  }

  /** By 7.1.6, whose terms all have one sign. */
  private static Wide erfSeries(Wide x) {
    Wide square = x.square();
    Wide term = x;
    Wide sum = x;
    for (int n = 1; Math.abs(term.value()) > 0x1p-110 * Math.abs(sum.value()); n++) {
      term = term.times(square).scaled(1).over(2 * n + 1);
      sum = sum.plus(term);
    }
    return sum.times(Functions.exponential(square.neg())).times(TWO_OVER_ROOT_PI);
  }

  /** By the continued fraction 7.1.14, for {@code x ≥ 3}. */
  private static Wide erfcTail(Wide x) {
    double v = x.value();
    if (!(v < 1e8)) {
      return v >= 1e8 ? Functions.exponential(x.square().neg()) : x;
    }
    int depth = (int) (8 + 900 / (v * v));
    Wide fraction = x;
    for (int k = depth; k >= 1; k--) {
      fraction = Wide.of(k * 0.5).over(fraction).plus(x);
    }
    return Functions.exponential(x.square().neg()).over(Constants.ROOT_PI).over(fraction);
  }

  /** Returns the inverse of the error function by two steps of Newton from a double near it. */
  static Wide erfInverse(double x) {
    double a = Math.abs(x);
    if (x == 0 || !(a < 1)) {
      return x == 0
          ? Wide.of(x)
          : Wide.of(a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, x) : Double.NaN);
    }
    Wide rest = Wide.ONE.minus(a);
    Wide y = Wide.of(winitzki(a));
    for (int i = 0; i < 5; i++) {
      Wide error = a < 0.5 ? erf(y).minus(a) : rest.minus(erfc(y));
      Wide step = error.over(TWO_OVER_ROOT_PI).times(Functions.exponential(y.square()));
      y = y.minus(step.over(step.times(y).plus(Wide.ONE))); // Halley's
      if (Math.abs(step.value()) < 0x1p-36 * Math.abs(y.value())) {
        break; // The next error is the cube of this one
      }
    }
    return x < 0 ? y.neg() : y;
  }

  /** Returns a guess of Winitzki, "A handy approximation for the error function", 2008. */
  private static double winitzki(double x) {
    if (x < 1e-3) {
      return x * Math.sqrt(Math.PI) / 2;
    }
    double log = Math.log((1 - x) * (1 + x));
    double half = log / 2 + 2 / (0.147 * Math.PI);
    return Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
  }

  // ---------------- gamma functions

  private static Wide[] zeta() {
    Wide[] zeta = new Wide[80];
    for (int s = 2; s < zeta.length; s++) {
      // Euler and Maclaurin's sum, 23.1.30 and 23.2.3
      int n = 20;
      Wide sum = Wide.ZERO;
      for (int k = n - 1; k >= 1; k--) {
        sum = sum.plus(inversePower(Wide.of(k), s));
      }
      Wide at = Wide.of(n);
      Wide tail = inversePower(at, s - 1).over(s - 1).plus(inversePower(at, s).scaled(-1));
      zeta[s] = sum.plus(tail).plus(bernoulliSum(at, s));
    }
    return zeta;
  }

  /** Returns {@code Σ B₂ₖ/(2k)!·s(s + 1)…(s + 2k − 2)/x^(s + 2k − 1)}. */
  private static Wide bernoulliSum(Wide x, int s) {
    Wide inverse = x.inverse();
    Wide square = inverse.square();
    Wide factor = inversePower(x, s + 1).times(s).scaled(-1);
    Wide sum = Wide.ZERO;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      sum = sum.plus(BERNOULLI[k - 1].times(factor));
      double next = (double) (s + 2 * k - 1) * (s + 2 * k);
      factor = factor.times(square).times(next).over((2 * k + 1) * (2 * k + 2));
    }
    return sum;
  }

  private static Wide inversePower(Wide x, int n) {
    Wide y = Wide.ONE;
    for (int i = 0; i < n; i++) {
      y = y.times(x);
    }
    return y.inverse();
  }

  /** Returns {@code ln |Γ(x)|}. */
  static Wide logGamma(double x) {
    if (x > 0 || Double.isNaN(x)) {
      return logGammaOfPositive(x);
    }
    if (x == Math.rint(x)) {
      return Wide.of(Double.POSITIVE_INFINITY);
    }
    // 6.1.17: Γ(x)·Γ(1 − x) = π/sin πx, and Γ(1 − x) = −x·Γ(−x)
    Wide sine = Functions.Angle.ofHalfTurns(x).sine().abs();
    Wide product = sine.times(-x);
    return Functions.logarithm(Constants.PI.over(product)).minus(logGammaOfPositive(-x));
  }

  private static Wide logGammaOfPositive(double x) {
    if (!(x < Double.POSITIVE_INFINITY)) {
      return Wide.of(x);
    }
    if (x < 0.3) {
      return logGammaNearOne(Wide.of(x)).minus(Functions.logarithm(Wide.of(x)));
    }
    if (Math.abs(x - 1) < 0.3) {
      return logGammaNearOne(Wide.of(x).minus(1));
    }
    if (Math.abs(x - 2) < 0.3) {
      Wide d = Wide.of(x).minus(2);
      return logGammaNearOne(d).plus(Functions.logarithmOfOnePlus(d));
    }
    Wide at = Wide.of(x);
    Wide product = Wide.ONE;
    while (at.value() < FAR) {
      product = product.times(at);
      at = at.plus(Wide.ONE);
    }
    return stirling(at).minus(Functions.logarithm(product));
  }

  /** Returns {@code ln Γ(1 + d)} by 6.1.33, for {@code |d| < 0.3}. */
  private static Wide logGammaNearOne(Wide d) {
    Wide sum = Wide.ZERO;
    for (int k = ZETA.length - 1; k >= 2; k--) {
      Wide term = ZETA[k].over(k % 2 == 0 ? k : -k);
      sum = sum.times(d).plus(term);
    }
    return sum.times(d).minus(Constants.EULER).times(d);
  }

  /** By 6.1.40. */
  private static Wide stirling(Wide x) {
    Wide inverse = x.inverse();
    Wide square = inverse.square();
    Wide series = Wide.ZERO;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = series.times(square).plus(BERNOULLI[k - 1].over(2 * k * (2 * k - 1)));
    }
    Wide main = Functions.logarithm(x).times(x.minus(0.5)).minus(x);
    return main.plus(HALF_LOG_TWO_PI).plus(series.times(inverse));
  }

  /** Returns the derivative of order {@code n}, from 0 to 2, of the digamma function. */
  static Wide polygamma(int n, double x) {
    if (x > 0 || Double.isNaN(x)) {
      return polygammaOfPositive(n, Wide.of(x));
    }
    if (x == Math.rint(x) || Double.isInfinite(x)) {
      return Wide.of(
          n % 2 == 1
              ? Double.POSITIVE_INFINITY
              : x == 0 ? Math.copySign(Double.POSITIVE_INFINITY, -x) : Double.NaN);
    }
    // 6.4.7 with the derivatives of π·cot πx
    Functions.Angle angle = Functions.Angle.ofHalfTurns(x);
    Wide sine = angle.sine();
    Wide cotangent = angle.cosine().over(sine);
    Wide pi = Constants.PI;
    Wide slope =
        switch (n) {
          case 0 -> pi.times(cotangent);
          case 1 -> pi.over(sine).square().neg();
          default -> pi.over(sine).square().times(pi).times(cotangent).scaled(1);
        };
    Wide mirrored = polygammaOfPositive(n, Wide.ONE.minus(x));
    return (n % 2 == 0 ? mirrored : mirrored.neg()).minus(slope);
  }

  /** By 6.4.6 and, at large arguments, 6.3.18 and 6.4.11. */
  private static Wide polygammaOfPositive(int n, Wide x) {
    if (!x.isFinite()) {
      return n == 0 || Double.isNaN(x.high()) ? x : Wide.ZERO;
    }
    double factorial = n == 2 ? 2 : 1;
    Wide at = x;
    Wide sum = Wide.ZERO;
    while (at.value() < FAR) {
      sum = sum.plus(inversePower(at, n + 1).times(factorial));
      at = at.plus(Wide.ONE);
    }
    Wide head =
        n == 0 ? Functions.logarithm(at).neg() : inversePower(at, n).times(factorial).over(n);
    Wide half = inversePower(at, n + 1).times(factorial).scaled(-1);
    Wide tail = bernoulliTail(at, n);
    Wide size = sum.plus(head).plus(half).plus(tail);
    return n % 2 == 0 ? size.neg() : size;
  }

  /** Returns {@code Σ B₂ₖ·(2k + n − 1)!/(2k)!/x^(2k + n)}. */
  private static Wide bernoulliTail(Wide x, int n) {
    Wide square = x.square().inverse();
    Wide series = Wide.ZERO;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      double rising =
          switch (n) {
            case 0 -> 1;
            case 1 -> 2 * k;
            default -> 2 * k * (2 * k + 1);
          };
      series = series.times(square).plus(BERNOULLI[k - 1].times(rising).over(2 * k));
    }
    return series.times(square).times(inversePower(x, n));
  }

  // ---------------- Bessel functions

  /** Returns {@code e^−|x|·Iₙ(|x|)} for {@code n} of 0, 1 and 2. */
  static Wide scaledBessel(int n, double x) {
    double a = Math.abs(x);
    if (!(a < Double.POSITIVE_INFINITY)) {
      return Wide.of(Double.isNaN(a) ? a : 0);
    }
    return a < 45
        ? besselSeries(n, Wide.of(a)).times(Functions.exponential(Wide.of(-a)))
        : besselFar(n, Wide.of(a));
  }

  /** Returns {@code Iₙ(|x|)}. */
  static Wide bessel(int n, double x) {
    double a = Math.abs(x);
    if (!(a < Double.POSITIVE_INFINITY)) {
      return Wide.of(a);
    }
    return a < 45
        ? besselSeries(n, Wide.of(a))
        : besselFar(n, Wide.of(a)).times(Functions.exponential(Wide.of(a)));
  }

  /** Returns {@code e^−|x|·(I₀ − I₁)} of {@code |x|}. */
  static Wide scaledBesselDifference(double x) {
    double a = Math.abs(x);
    return a < 45 || !(a < Double.POSITIVE_INFINITY)
        ? scaledBessel(0, a).minus(scaledBessel(1, a))
        : besselFarSum(0, Wide.of(a))
            .minus(besselFarSum(1, Wide.of(a)))
            .over(besselRoot(Wide.of(a)));
  }

  /** By 9.6.10, whose terms all have one sign. */
  private static Wide besselSeries(int n, Wide x) {
    Wide quarter = x.square().scaled(-2);
    Wide term = n == 2 ? quarter.scaled(-1) : n == 1 ? x.scaled(-1) : Wide.ONE;
    Wide sum = term;
    for (int k = 1; term.value() > 0x1p-110 * sum.value(); k++) {
      term = term.times(quarter).over((double) k * (k + n));
      sum = sum.plus(term);
    }
    return sum;
  }

  private static Wide besselFar(int n, Wide x) {
    return besselFarSum(n, x).plus(1).over(besselRoot(x));
  }

  private static Wide besselRoot(Wide x) {
    return Constants.PI.scaled(1).times(x).sqrt();
  }

  /** Returns the series 9.7.1 without its 1. */
  private static Wide besselFarSum(int n, Wide x) {
    Wide eightfold = x.scaled(3);
    Wide term = Wide.ONE;
    Wide sum = Wide.ZERO;
    for (int k = 1; k < 90 && Math.abs(term.value()) > 0x1p-112 * Math.abs(sum.value()); k++) {
      double factor = (2.0 * k - 1) * (2 * k - 1) - 4 * n * n;
      term = term.times(factor).over(eightfold.times(k));
      sum = sum.plus(term);
    }
    return sum;
  }
}
