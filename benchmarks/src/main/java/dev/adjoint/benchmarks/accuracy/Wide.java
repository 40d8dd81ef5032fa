// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The number {@code (high + low)·2^exponent}: about 104 bits, and no end of the range that matters.
 *
 * <p>The sums of two doubles are those of Joldes, Muller and Popescu, "Tight and Rigorous Error
 * Bounds for Basic Building Blocks of Double-Word Arithmetic", 2017; each operation is off by a few
 * units of 2⁻¹⁰⁴, sums that cancel included. An infinite or undefined {@code high} behaves as a
 * double does.
 *
 * @param high the number rounded, without its exponent: 0, or between 2⁻²⁰⁰ and 2²⁰⁰ in size
 * @param low the rounding error
 * @param exponent the power of two
 */
record Wide(double high, double low, int exponent) {
  static final Wide ZERO = new Wide(0, 0, 0);
  static final Wide ONE = new Wide(1, 0, 0);
  static final Wide TWO = new Wide(2, 0, 0);

  private static final double LEAST = 0x1p-200;
  private static final double MOST = 0x1p200;

  /** Returns a number exactly. */
  static Wide of(double x) {
    return x == 0 ? new Wide(x, 0, 0) : normal(x, 0, 0);
  }

  /** Returns a number given by more digits than a double has. */
  static Wide of(BigDecimal x) {
    double high = x.doubleValue();
    double low = x.subtract(new BigDecimal(high), new MathContext(60)).doubleValue();
    return normal(high, low, 0);
  }

  private static Wide normal(double h, double l, int exponent) {
    double high = h + l;
    double size = Math.abs(high);
    if (size >= LEAST && size <= MOST) {
      return new Wide(high, l - (high - h), exponent);
    }
    if (high == 0 || !(size < Double.POSITIVE_INFINITY)) {
      return new Wide(high, 0, 0);
    }
    if (size < Double.MIN_NORMAL) {
      return normal(h * 0x1p200, l * 0x1p200, exponent - 200);
    }
    int shift = Math.getExponent(high);
    double low = l - (high - h);
    return new Wide(Math.scalb(high, -shift), Math.scalb(low, -shift), exponent + shift);
  }

  /** Returns the nearest double. */
  double value() {
    return exponent == 0 ? high : Math.scalb(high, Math.clamp(exponent, -4000, 4000));
  }

  boolean isNegative() {
    return high < 0;
  }

  boolean isZero() {
    return high == 0;
  }

  boolean isFinite() {
    return Math.abs(high) < Double.POSITIVE_INFINITY;
  }

  Wide neg() {
    return new Wide(-high, -low, exponent);
  }

  Wide abs() {
    return high < 0 ? neg() : this;
  }

  /** Returns this times a power of two. */
  Wide scaled(int power) {
    return isZero() || !isFinite() ? this : new Wide(high, low, exponent + power);
  }

  Wide plus(double b) {
    return plus(of(b));
  }

  Wide plus(Wide b) {
    if (b.isZero() || !isFinite()) {
      return isZero() || !isFinite() ? new Wide(high + b.high, 0, 0) : this;
    }
    if (isZero() || !b.isFinite()) {
      return b;
    }
    int apart = exponent - b.exponent;
    if (apart == 0) {
      return sum(high, low, b.high, b.low, exponent);
    }
    if (Math.abs(apart) > 650) {
      return apart > 0 ? this : b;
    }
    return apart > 0
        ? sum(high, low, Math.scalb(b.high, -apart), Math.scalb(b.low, -apart), exponent)
        : sum(Math.scalb(high, apart), Math.scalb(low, apart), b.high, b.low, b.exponent);
  }

  private static Wide sum(double xh, double xl, double yh, double yl, int exponent) {
    double s = xh + yh;
    double sb = s - xh;
    double se = xh - (s - sb) + (yh - sb);
    double t = xl + yl;
    double tb = t - xl;
    double te = xl - (t - tb) + (yl - tb);
    double c = se + t;
    double v = s + c;
    double ve = c - (v - s);
    return normal(v, te + ve, exponent);
  }

  Wide minus(Wide b) {
    return plus(b.neg());
  }

  Wide minus(double b) {
    return plus(of(-b));
  }

  Wide times(double b) {
    return times(of(b));
  }

  Wide times(Wide b) {
    double product = high * b.high;
    if (product == 0 || !(Math.abs(product) < Double.POSITIVE_INFINITY)) {
      return new Wide(product, 0, 0);
    }
    double error = Math.fma(high, b.high, -product);
    double cross = Math.fma(high, b.low, low * b.high) + low * b.low;
    return normal(product, error + cross, exponent + b.exponent);
  }

  Wide square() {
    return times(this);
  }

  Wide over(double b) {
    return over(of(b));
  }

  Wide over(Wide b) {
    double quotient = high / b.high;
    if (quotient == 0 || !(Math.abs(quotient) < Double.POSITIVE_INFINITY) || !b.isFinite()) {
      return new Wide(quotient, 0, 0);
    }
    double rest = Math.fma(-quotient, b.high, high) + Math.fma(-quotient, b.low, low);
    return normal(quotient, rest / b.high, exponent - b.exponent);
  }

  Wide inverse() {
    return ONE.over(this);
  }

  Wide sqrt() {
    boolean odd = (exponent & 1) != 0;
    double h = odd ? 2 * high : high;
    double l = odd ? 2 * low : low;
    double root = Math.sqrt(h);
    if (root == 0 || !(root < Double.POSITIVE_INFINITY)) {
      return new Wide(root, 0, 0);
    }
    double rest = Math.fma(-root, root, h) + l;
    return normal(root, rest / (2 * root), (exponent - (odd ? 1 : 0)) / 2);
  }

  /**
   * Returns how far a number of 53 or 24 bits is from this, in units of the last place that a
   * number of the size of this has; ∞ where one of the two is NaN alone, or infinite alone. A
   * result that is too large for the format counts as the power of two that ends it, and an
   * infinite one is right where this rounds to it.
   *
   * @param bits 53 or 24
   * @param most the largest exponent of the format
   */
  double ulpsTo(double got, int bits, int most) {
    if (Double.isNaN(high) || Double.isNaN(got)) {
      return Double.isNaN(high) && Double.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (!isFinite()) {
      return got == high ? 0 : Double.POSITIVE_INFINITY;
    }
    int size = isZero() ? -5000 : exponent + Math.getExponent(high);
    if (Double.isInfinite(got) && got > 0 == high > 0 && size > most) {
      return 0;
    }
    Wide end = new Wide(Math.copySign(1, got), 0, most + 1);
    Wide error = (Double.isInfinite(got) ? end : of(got)).minus(this).abs();
    return error.scaled(bits - 1 - Math.clamp(size, 1 - most, most)).value();
  }
}
