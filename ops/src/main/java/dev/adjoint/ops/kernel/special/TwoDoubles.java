// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.special;

/**
 * A number of twice the digits of a double, as the sum of two that do not overlap, which its
 * methods change. Each is off by some units of 2⁻¹⁰⁴. After Dekker, <i>A Floating-Point Technique
 * for Extending the Available Precision</i>, Numerische Mathematik 18, 1971.
 */
final class TwoDoubles {
  private static final double LN2_HIGH = 0x1.62e42fefp-1;
  private static final double LN2_MIDDLE = 0x1.473de6af2p-34;
  private static final double LN2_LOW = 0x1.e3b39803f2f6bp-72;

  private double high;
  private double low;

  /** Makes this a number. */
  void set(double value) {
    high = value;
    low = 0;
  }

  /** Makes this another number. */
  void set(TwoDoubles other) {
    high = other.high;
    low = other.low;
  }

  /** Returns the nearest double. */
  double value() {
    return high + low;
  }

  /** Adds a number. */
  void add(TwoDoubles b) {
    double sum = high + b.high;
    double second = sum - high;
    double error = high - (sum - second) + (b.high - second);
    normalise(sum, error + (low + b.low));
  }

  /** Adds a number. */
  void add(double b) {
    double sum = high + b;
    double second = sum - high;
    double error = high - (sum - second) + (b - second);
    normalise(sum, error + low);
  }

  /** Multiplies by a number. */
  void multiply(TwoDoubles b) {
    multiply(b.high, b.low);
  }

  /** Multiplies by {@code h + l}, where {@code l} is far below {@code h}. */
  void multiply(double h, double l) {
    double product = high * h;
    normalise(product, Math.fma(high, h, -product) + (high * l + low * h));
  }

  /** Divides by a number. */
  void divide(double b) {
    double quotient = high / b;
    normalise(quotient, (Math.fma(-quotient, b, high) + low) / b);
  }

  /** Divides by a number. */
  void divide(TwoDoubles b) {
    double quotient = high / b.high;
    double rest = Math.fma(-quotient, b.high, high) + (low - quotient * b.low);
    normalise(quotient, rest / b.high);
  }

  /** Makes this the square root of a positive double. */
  void root(double x) {
    double root = Math.sqrt(x);
    normalise(root, Math.fma(-root, root, x) / (2 * root));
  }

  /**
   * Makes this {@code eˣ·2⁻ᵏ}, about 1, for {@code |x| ≤ 1000}.
   *
   * @param scratch any other number, which is lost
   * @return {@code k}
   */
  int exponential(double x, TwoDoubles scratch) {
    double k = Math.rint(x * 0x1.71547652b82fep0);
    // The products are exact, and so is the first difference
    scratch.set(x - k * LN2_HIGH);
    scratch.add(-k * LN2_MIDDLE);
    scratch.add(-k * LN2_LOW);
    set(1);
    for (int i = 27; i >= 1; i--) {
      multiply(scratch);
      divide(i);
      add(1);
    }
    return (int) k;
  }

  private void normalise(double h, double l) {
    high = h + l;
    low = l - (high - h);
  }
}
