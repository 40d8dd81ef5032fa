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

  /** Returns {@code Σ (x/2)^(2k + n)/(k!·(k + n)!)}. */
  private double small(double a) {
    term.set(1);
    for (int k = 1; k <= order; k++) {
      term.multiply(a / 2, 0);
      term.divide(k);
    }
    double half = a / 2;
    sum.set(term);
    for (int k = 1; term.value() > 0x1p-110 * sum.value(); k++) {
      term.multiply(half, 0);
      term.multiply(half, 0);
      term.divide(k * (double) (k + order));
      sum.add(term);
    }
    if (!scaled) {
      return sum.value();
    }
    int power = term.exponential(-a, other);
    sum.multiply(term);
    return Math.scalb(sum.value(), power);
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
    double square = 4.0 * order * order;
    for (int k = 1; k < 2 * a && Math.abs(term.value()) > 0x1p-110; k++) {
      term.multiply(-(square - (2.0 * k - 1) * (2.0 * k - 1)), 0);
      term.divide(8.0 * k);
      term.divide(a);
      sum.add(term);
    }
    other.root(a);
    other.multiply(ROOT_TWO_PI_HIGH, ROOT_TWO_PI_LOW);
    sum.divide(other);
  }
}
