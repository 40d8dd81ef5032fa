// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

/** Measures errors in units in the last place. */
final class Ulps {
  private Ulps() {}

  /**
   * Returns how far a float is from the value that it stands for, in units of the last place that a
   * float of the value's magnitude has; ∞ for a wrong sign of 0, and where one of the two is NaN
   * alone. An infinite result counts as {@code 2^128}.
   */
  static double between(float got, double want) {
    if (Double.isNaN(want) || Float.isNaN(got)) {
      return Double.isNaN(want) && Float.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Float.floatToRawIntBits(got) == Float.floatToRawIntBits((float) want)) {
      return Float.isInfinite(got) ? 0 : inUlps(got - want, want);
    }
    if (got == 0 && want == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double bound = Float.isInfinite(got) ? Math.copySign(0x1p128, got) : got;
    return inUlps(bound - want, want);
  }

  private static double inUlps(double error, double want) {
    int exponent = Math.clamp(Math.getExponent(want), Float.MIN_EXPONENT, Float.MAX_EXPONENT);
    return Math.abs(error) / Math.scalb(1.0, exponent - 23);
  }
}
