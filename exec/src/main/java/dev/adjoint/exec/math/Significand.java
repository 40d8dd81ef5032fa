// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * A positive number {@code x = 2ᵏ·m} with {@code √½ ≤ m < √2}.
 *
 * @param m the significand
 * @param k the exponent as a floating number
 */
record Significand(Scalar m, Scalar k) {
  private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;

  /** Returns the parts of {@code x}; for 0, negative numbers, ∞ and NaN something unspecified. */
  static Significand of(Scalar x) {
    Precision p = Precision.of(x);
    int lift = p.fractionBits() + 1;
    Scalar subnormal = x.less(p.smallestNormal());
    Scalar raised = raised(subnormal.select(x.mul(p.powerOfTwo(lift)), x));
    Scalar origin = subnormal.select(origin(p, lift), origin(p, 0));
    Scalar k = raised.shiftRightUnsigned(p.fractionBits());
    Scalar biased = k.or(p.integer(p.pattern(Math.scalb(1.0, p.fractionBits())))).bitcast();
    Scalar m = raised.and(p.fractionMask()).add(p.integer(p.pattern(SQRT_HALF))).bitcast();
    return new Significand(m, biased.sub(origin));
  }

  /** Returns the bits of {@code x} moved so that the exponent steps at {@code √½·2ᵏ}. */
  static Scalar raised(Scalar x) {
    Precision p = Precision.of(x);
    return x.bitcast().add(p.integer(p.pattern(1) - p.pattern(SQRT_HALF)));
  }

  private static Scalar origin(Precision p, int lift) {
    return p.number(Math.scalb(1.0, p.fractionBits()) + p.bias() + lift);
  }
}
