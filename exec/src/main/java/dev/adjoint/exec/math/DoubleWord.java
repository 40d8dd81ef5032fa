// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * The unevaluated sum of two numbers, the second below the last digit of the first or nearly so:
 * about twice the digits of the format.
 *
 * <p>After Dekker, A floating-point technique for extending the available precision, Numerische
 * Mathematik 18, 1971.
 *
 * @param high the number rounded
 * @param low what the rounding lost
 */
record DoubleWord(Scalar high, Scalar low) {
  /**
   * Returns {@code a + b} exactly, where {@code a} is 0 or has no smaller exponent than {@code b}.
   */
  static DoubleWord ordered(Scalar a, Scalar b) {
    Scalar sum = a.add(b);
    return new DoubleWord(sum, b.sub(sum.sub(a)));
  }

  /** Returns this with a number added that is far below it. */
  DoubleWord plus(Scalar tiny) {
    return new DoubleWord(high, low.add(tiny));
  }

  /** Returns the product, right to all but the last few digits of the low part. */
  DoubleWord times(DoubleWord b) {
    Scalar product = high.mul(b.high);
    Scalar cross = high.fma(b.low, low.mul(b.high));
    return new DoubleWord(product, high.fma(b.high, product.neg()).add(cross));
  }
}
