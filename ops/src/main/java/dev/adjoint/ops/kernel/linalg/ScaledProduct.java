// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

/**
 * A product of many numbers, {@code fraction·2^exponent}, that no factor on the way makes overflow
 * or vanish. It is computed in place, so that a kernel allocates nothing.
 */
final class ScaledProduct {
  private static final double LOG_2 = 0.6931471805599453;
  private static final double SQRT_2 = 1.4142135623730951;

  private double fraction;
  private long exponent;

  /** Computes the product of the first elements on a diagonal, negated or not. */
  void ofDiagonal(double[][] a, int count, boolean negated) {
    fraction = negated ? -1 : 1;
    exponent = 0;
    for (int i = 0; i < count && fraction != 0; i++) {
      double factor = a[i][i];
      int size = Math.getExponent(Math.max(Math.abs(factor), Double.MIN_NORMAL));
      fraction *= Math.scalb(factor, -size);
      // To between √½ and √2, so that the logarithm of what is near 1 keeps its digits.
      int more = fraction == 0 ? 0 : Math.getExponent(fraction * SQRT_2);
      fraction = Math.scalb(fraction, -more);
      exponent += size + more;
    }
  }

  /** Returns the fraction: 0, or of a magnitude between √½ and √2. */
  double fraction() {
    return fraction;
  }

  /** Returns a number times this without its fraction, rounded to zero or infinity if need be. */
  double scale(double x) {
    return Math.scalb(x, Math.clamp(exponent, -9999, 9999));
  }

  /** Returns the logarithm of the magnitude of the product, −∞ for 0. */
  double logOfMagnitude() {
    return StrictMath.log(Math.abs(fraction)) + exponent * LOG_2;
  }
}
