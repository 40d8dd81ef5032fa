// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * {@code sin x} and {@code cos x}: the angle is reduced to {@code |r| ≤ π/4} and a quadrant by
 * {@link AngleReduction}, exactly for every finite {@code x}, and sine and cosine of {@code r} come
 * from polynomials. Below 1 the angle is taken as it is.
 *
 * <p>Largest error: 1.06 ulp in F32 and 0.98 in F64.
 */
final class TrigonometricExpansion {
  /** {@code p} of {@code sin r = r + r³·p(r²)}. */
  static final Polynomial SINE_TAIL =
      Polynomial.f32(-0x1.555556p-3, 0x1.111136p-7, -0x1.a01ae4p-13, 0x1.6d2198p-19)
          .f64(
              -0x1.5555555555555p-3,
              0x1.1111111111093p-7,
              -0x1.a01a01a009c1cp-13,
              0x1.71de3a454bd09p-19,
              -0x1.ae64453acf624p-26,
              0x1.611a296712695p-33,
              -0x1.a83358e7fcecep-41);

  /** {@code p} of {@code cos r = 1 − r²/2 + r⁴·p(r²)}. */
  static final Polynomial COSINE_TAIL =
      Polynomial.f32(0x1.555556p-5, -0x1.6c170cp-10, 0x1.a0288ep-16, -0x1.25fc08p-22)
          .f64(
              0x1.5555555555555p-5,
              -0x1.6c16c16c16b7p-10,
              0x1.a01a01a00a18ap-16,
              -0x1.27e4fb6afe9cap-22,
              0x1.1eed83cec4e6dp-29,
              -0x1.938be084bfc27p-37,
              0x1.a848330fc0c5fp-45);

  private TrigonometricExpansion() {}

  /** Returns {@code sin x}. */
  static Scalar sine(Scalar x) {
    return turned(x, 0);
  }

  /** Returns {@code cos x}, the sine of an angle one quadrant on. */
  static Scalar cosine(Scalar x) {
    return turned(x, 1);
  }

  private static Scalar turned(Scalar x, int quadrants) {
    Precision p = Precision.of(x);
    Scalar a = x.abs();
    AngleReduction reduced = AngleReduction.of(a);
    Scalar small = a.less(p.number(1));
    Scalar r = small.select(a, reduced.angle().high());
    Scalar rest = small.select(p.number(0), reduced.angle().low());
    Scalar quadrant = small.select(p.integer(0), reduced.quadrant());
    if (quadrants != 0) {
      quadrant = quadrant.add(p.integer(quadrants));
    }

    Scalar even = quadrant.and(p.integer(1)).equal(p.integer(0));
    Scalar y = even.select(sineNearZero(r, rest), cosineNearZero(r, rest));
    Scalar sign = quadrant.shiftRightUnsigned(1).shiftLeft(p.bits() - 1);
    if (quadrants == 0) {
      sign = sign.xor(x.bitcast().and(p.signBit()));
    }
    Scalar signed = y.bitcast().xor(sign).bitcast();
    return a.less(p.infinity()).select(signed, p.nan());
  }

  private static Scalar sineNearZero(Scalar r, Scalar rest) {
    Scalar square = r.mul(r);
    return r.add(r.mul(square).fma(SINE_TAIL.at(square), rest));
  }

  private static Scalar cosineNearZero(Scalar r, Scalar rest) {
    Scalar square = r.mul(r);
    Scalar half = square.mul(0.5);
    Scalar head = half.like(1).sub(half);
    Scalar lost = half.like(1).sub(head).sub(half);
    Scalar tail = square.mul(square).fma(COSINE_TAIL.at(square), r.mul(rest).neg());
    return head.add(lost.add(tail));
  }
}
