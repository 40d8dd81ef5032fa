// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * {@code ln(1 + x) = k·ln 2 + ln(1 + f)}, where {@code k} is the exponent of {@code 1 + x} and
 * {@code f = x·2⁻ᵏ + (2⁻ᵏ − 1)} is formed without adding 1 to {@code x}. Largest error: 0.89 ulp in
 * F32 and 0.85 in F64.
 */
final class LogarithmOfOnePlusExpansion {
  private LogarithmOfOnePlusExpansion() {}

  static Scalar of(Scalar x) {
    Precision p = Precision.of(x);
    Scalar t = x.add(1);
    Scalar biased = Significand.raised(t).shiftRightUnsigned(p.fractionBits());
    Scalar k = p.toNumber(biased, -p.bias());

    // 2⁻ᵏ is subnormal for the largest x, so its bits are made for four times as much
    Scalar four = p.integer(2L * p.bias() + 2).sub(biased).shiftLeft(p.fractionBits()).bitcast();
    Scalar scale = four.mul(0.25);
    Scalar ones = scale.sub(1);
    Scalar f = x.fma(scale, ones);
    Scalar lost = x.fma(scale, ones.sub(f));
    Scalar y = LogarithmExpansion.withEdges(LogarithmExpansion.ofParts(f, lost, k), t, x);
    return x.equal(p.number(0)).select(x, y);
  }
}
