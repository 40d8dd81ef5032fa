// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.special;

/**
 * Modified Bessel functions of the first kind of whole orders up to {@value #LARGEST_ORDER}, by the
 * power series (DLMF 10.25.2), for large arguments by the asymptotic one (DLMF 10.40.1), both with
 * twice the digits of a double: the result is the nearest double, but for some billionths of all
 * cases where it is next to that. An object serves one thread.
 */
public final class BesselSeries {
  /** The largest order. */
  public static final int LARGEST_ORDER = 16;

  private static final double ROOT_TWO_PI_HIGH = 0x1.40d931ff62706p1;
  private static final double ROOT_TWO_PI_LOW = -0x1.a6a0d6f814637p-53;

  private final int order;
  private final boolean scaled;
  private final TwoDoubles sum = new TwoDoubles();
  private final TwoDoubles term = new TwoDoubles();
  private final TwoDoubles other = new TwoDoubles();
  private final TwoDoubles slope = new TwoDoubles();
  private final TwoDoubles[] terms = {new TwoDoubles(), new TwoDoubles(), new TwoDoubles()};

  /**
   * Creates room for a calculation.
   *
   * @param order the order
   * @param scaled whether to multiply by {@code e^−|x|}
   */
  public BesselSeries(int order, boolean scaled) {
    this.order = order;
    this.scaled = scaled;
  }

  /** Returns the function of a number. */
  public double at(double x) {
    double a = Math.abs(x);
    double y;
    if (a > Math.max(40, order * order)) {
      y = scaled ? largeScaled(a) : large(a);
    } else {
      y = Double.isNaN(x) ? x : small(a);
    }
    return (order & 1) == 0 ? y : Math.copySign(y, x);
  }

  /**
   * Returns the derivative at a number, where there is a kink that of {@code Iₙ}. Its terms are
   * subtracted with all their digits: for large numbers, what is left of them is small.
   */
  public double slopeAt(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    boolean isOdd = (order & 1) == 0;
    double y = a > Math.max(40, (order + 1) * (order + 1)) ? largeSlope(a) : smallSlope(a);
    return isOdd ? Math.copySign(1, x) * y : y;
  }

  private double smallSlope(double a) {
    powerSeries(a, Math.abs(order - 1));
    slope.set(sum);
    powerSeries(a, order + 1);
    slope.add(sum);
    slope.multiply(0.5, 0);
    if (!scaled) {
      return slope.value();
    }
    if (a > 0) {
      powerSeries(a, order);
      sum.multiply(-1, 0);
      slope.add(sum);
    }
    int power = term.exponential(-a, other);
    slope.multiply(term);
    return Math.scalb(slope.value(), power);
  }

  private double largeSlope(double a) {
    if (a == Double.POSITIVE_INFINITY || !scaled && a > 800) {
      return scaled ? 0 : Double.POSITIVE_INFINITY;
    }
    for (TwoDoubles one : terms) {
      one.set(1);
    }
    slope.set(scaled ? 0 : 1);
    double size = 1;
    for (int k = 1; k < 2 * a && size > 0x1p-110; k++) {
      for (int i = 0; i < terms.length; i++) {
        next(terms[i], Math.abs(order - 1 + i), k, a);
      }
      term.set(terms[0]);
      term.add(terms[2]);
      term.multiply(0.5, 0);
      if (scaled) {
        other.set(terms[1]);
        other.multiply(-1, 0);
        term.add(other);
      }
      slope.add(term);
      size = Math.abs(term.value() / slope.value());
    }
    other.root(a);
    other.multiply(ROOT_TWO_PI_HIGH, ROOT_TWO_PI_LOW);
    slope.divide(other);
    if (scaled) {
      return slope.value();
    }
    int power = term.exponential(a, other);
    slope.multiply(term);
    return Math.scalb(slope.value(), power);
  }

  /** Returns {@code Σ (x/2)^(2k + n)/(k!·(k + n)!)}, scaled or not. */
  private double small(double a) {
    powerSeries(a, order);
    if (!scaled) {
      return sum.value();
    }
    int power = term.exponential(-a, other);
    sum.multiply(term);
    return Math.scalb(sum.value(), power);
  }

  private void powerSeries(double a, int n) {
    double half = a / 2;
    term.set(1);
    for (int k = 1; k <= n; k++) {
      term.multiply(half, 0);
      term.divide(k);
    }
    sum.set(term);
    for (int k = 1; term.value() > 0x1p-110 * sum.value(); k++) {
      term.multiply(half, 0);
      term.multiply(half, 0);
      term.divide(k * (double) (k + n));
      sum.add(term);
    }
  }

  private double largeScaled(double a) {
    if (a == Double.POSITIVE_INFINITY) {
      return 0;
    }
    asymptotic(a);
    return sum.value();
  }

  private double large(double a) {
    if (a > 800) {
      return Double.POSITIVE_INFINITY;
    }
    asymptotic(a);
    int power = term.exponential(a, other);
    sum.multiply(term);
    return Math.scalb(sum.value(), power);
  }

  /** Sets the sum to {@code 1/√(2πx)·Σ (−1)ᵏ·Π (4n² − (2j − 1)²)/(8jx)}, with {@code j} to k. */
  private void asymptotic(double a) {
    term.set(1);
    sum.set(1);
    for (int k = 1; k < 2 * a && Math.abs(term.value()) > 0x1p-110; k++) {
      next(term, order, k, a);
      sum.add(term);
    }
    other.root(a);
    other.multiply(ROOT_TWO_PI_HIGH, ROOT_TWO_PI_LOW);
    sum.divide(other);
  }

  /** Makes the term before {@code k} of the asymptotic series of an order the next one. */
  private static void next(TwoDoubles term, int n, int k, double a) {
    term.multiply(-(4.0 * n * n - (2.0 * k - 1) * (2.0 * k - 1)), 0);
    term.divide(8.0 * k);
    term.divide(a);
  }
}
