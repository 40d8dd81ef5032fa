// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * {@code ln(2ᵏ·m) = k·ln 2 + ln(1 + f)}, {@code f = m − 1}, and {@code ln(1 + f) = 2·atanh(s)} with
 * {@code s = f/(2 + f)} by a polynomial, arranged as {@code f − (f²/2 − s·(f²/2 + …))}, in which
 * the large terms are exact.
 *
 * <p>The arrangement is that of fdlibm's {@code e_log.c} (Sun Microsystems, 1993). Largest error:
 * 0.83 ulp in F32 and 0.84 in F64.
 */
final class LogarithmExpansion {
  /** {@code p} of {@code 2·atanh(s) = 2s + s³·p(s²)}. */
  private static final Polynomial TAIL =
      Polynomial.f32(0x1.555554p-1, 0x1.999bd4p-2, 0x1.23f1a2p-2, 0x1.ec1d96p-3)
          .f64(
              0x1.5555555555595p-1,
              0x1.999999997f26cp-2,
              0x1.249249427c47dp-2,
              0x1.c71c51a26870dp-3,
              0x1.746652b1500b2p-3,
              0x1.399fd376aebe3p-3,
              0x1.2f17efa94bb3cp-3);

  private LogarithmExpansion() {}

  static Scalar of(Scalar x) {
    Significand parts = Significand.of(x);
    Scalar f = parts.m().sub(1);
    return withEdges(ofParts(f, x.like(0), parts.k()), x, x);
  }

  /** Returns {@code k·ln 2 + ln(1 + f + lost)} for {@code √½ ≤ 1 + f < √2} and a tiny rest. */
  static Scalar ofParts(Scalar f, Scalar lost, Scalar k) {
    Precision p = Precision.of(f);
    Scalar s = f.div(f.add(2));
    Scalar z = s.mul(s);
    Scalar halfSquare = f.mul(0.5).mul(f);
    Scalar low =
        k.fma(p.number(ExponentialExpansion.LN2_REST_F32, ExponentialExpansion.LN2_REST_F64), lost);
    Scalar tail = s.fma(z.fma(TAIL.at(z), halfSquare), low);
    Scalar near = f.sub(halfSquare.sub(tail));
    return k.fma(
        p.number(ExponentialExpansion.LN2_HEAD_F32, ExponentialExpansion.LN2_HEAD_F64), near);
  }

  /**
   * Returns the logarithm of {@code t} that {@code y} is for positive numbers, with its values for
   * all others; {@code x} is what ∞ and NaN come from.
   */
  static Scalar withEdges(Scalar y, Scalar t, Scalar x) {
    Precision p = Precision.of(y);
    Scalar zero = p.number(0);
    Scalar edge = t.equal(zero).select(p.number(Double.NEGATIVE_INFINITY), p.nan());
    Scalar positive = zero.less(t).select(y, edge);
    return x.less(p.infinity()).select(positive, x);
  }
}
