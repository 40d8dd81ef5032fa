// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * {@code eˣ = 2ⁿ·e^r} with {@code n = rint(x/ln 2)}, {@code |r| ≤ ln(2)/2}, and {@code e^r} by a
 * polynomial.
 *
 * <p>The argument is reduced in two steps as by Cody and Waite, Software Manual for the Elementary
 * Functions, 1980. Largest error: 0.91 ulp in F32 and 0.85 in F64.
 */
final class ExponentialExpansion {
  /** {@code q} of {@code e^r = 1 + r + r²·q(r)}. */
  static final Polynomial TAIL =
      Polynomial.f32(0x1.fffffep-2, 0x1.5554aep-3, 0x1.555724p-5, 0x1.1228e8p-7, 0x1.6b635cp-10)
          .f64(
              0x1.0000000000005p-1,
              0x1.555555555553dp-3,
              0x1.55555555520f4p-5,
              0x1.1111111118213p-7,
              0x1.6c16c17f39981p-10,
              0x1.a01a01798ab29p-13,
              0x1.a019a677bf8e8p-16,
              0x1.71de7e3f1bf17p-19,
              0x1.28a2c0e91cee8p-22,
              0x1.ae7b03344ef6ap-26);

  static final double LOG2_E = 0x1.71547652b82fep0;

  /** The upper digits of {@code ln 2}, few enough that their product with {@code n} is exact. */
  static final double LN2_HEAD_F32 = 0x1.62e4p-1;

  /** The difference of {@code ln 2} and {@link #LN2_HEAD_F32}. */
  static final double LN2_REST_F32 = 0x1.7f7d1cp-20;

  /** The upper digits of {@code ln 2}, few enough that their product with {@code n} is exact. */
  static final double LN2_HEAD_F64 = 0x1.62e42fefa3p-1;

  /** The difference of {@code ln 2} and {@link #LN2_HEAD_F64}. */
  static final double LN2_REST_F64 = 0x1.3de6af278ece6p-42;

  /** Below, the result rounds to 0. */
  private static final double LEAST_F32 = -104;

  /** Below, the result rounds to 0. */
  private static final double LEAST_F64 = -745.2;

  private ExponentialExpansion() {}

  static Scalar of(Scalar x) {
    Precision p = Precision.of(x);
    Scalar c = clamp(x, p.number(LEAST_F32, LEAST_F64), p.number(89, 710));
    Scalar shifted = c.fma(p.number(LOG2_E), p.rounder(2 * p.bias()));
    Scalar n = shifted.sub(p.rounder(2 * p.bias()));
    return timesPowerOfTwo(nearZero(remainder(c, n)), shifted);
  }

  /**
   * Returns the same for {@code x ≤ 0}: there {@code 2ⁿ} times a fixed power of two is never too
   * small nor too large for the format.
   */
  static Scalar decay(Scalar x) {
    Precision p = Precision.of(x);
    int lift = p.bias() / 2;
    Scalar least = p.number(LEAST_F32, LEAST_F64);
    Scalar c = x.less(least).select(least, x);
    Scalar rounder = p.rounder(p.bias() + lift);
    Scalar shifted = c.fma(p.number(LOG2_E), rounder);
    Scalar power = shifted.bitcast().shiftLeft(p.fractionBits()).bitcast();
    return nearZero(remainder(c, shifted.sub(rounder))).mul(power).mul(p.powerOfTwo(-lift));
  }

  /** Returns {@code x − n·ln(2)}. */
  private static Scalar remainder(Scalar x, Scalar n) {
    Precision p = Precision.of(x);
    Scalar r = n.fma(p.number(-LN2_HEAD_F32, -LN2_HEAD_F64), x);
    return n.fma(p.number(-LN2_REST_F32, -LN2_REST_F64), r);
  }

  /** Returns {@code x} held between two numbers; NaN stays. */
  static Scalar clamp(Scalar x, Scalar low, Scalar high) {
    Scalar above = x.less(low).select(low, x);
    return high.less(above).select(high, above);
  }

  /** Returns {@code e^r} for {@code |r| ≤ ln(2)/2}. */
  static Scalar nearZero(Scalar r) {
    return TAIL.at(r).fma(r, r.like(1)).fma(r, r.like(1));
  }

  /**
   * Returns {@code y·2ⁿ}, where the low bits of {@code shifted} hold {@code n + 2·bias}. The power
   * is multiplied in two halves, so that it may itself be too large or too small for the format,
   * and so that a subnormal result is rounded once.
   */
  static Scalar timesPowerOfTwo(Scalar y, Scalar shifted) {
    Precision p = Precision.of(y);
    Scalar i = shifted.bitcast();
    Scalar half = i.shiftRightUnsigned(1);
    Scalar first = half.shiftLeft(p.fractionBits()).bitcast();
    Scalar second = i.sub(half).shiftLeft(p.fractionBits()).bitcast();
    return y.mul(first).mul(second);
  }
}
