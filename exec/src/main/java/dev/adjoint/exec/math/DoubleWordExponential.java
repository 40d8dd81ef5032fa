// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * {@code eˣ} with some five digits in base two beyond the format, for functions that are made of it
 * and are to be rounded once: {@code x = n·ln 2 + r} as in {@link ExponentialExpansion}, and {@code
 * e^r = 1 + r + r²/2 + r³·q(r)}, in which all but the last term are double words.
 */
public final class DoubleWordExponential {
  /** {@code q} of {@code e^r = 1 + r + r²/2 + r³·q(r)}. */
  private static final Polynomial TAIL =
      Polynomial.f32(0x1.555556p-3, 0x1.5554fp-5, 0x1.110fe2p-7, 0x1.6d438cp-10, 0x1.a28f22p-13)
          .f64(
              0x1.5555555555555p-3,
              0x1.5555555555557p-5,
              0x1.111111111130cp-7,
              0x1.6c16c16c15773p-10,
              0x1.a01a019f1242cp-13,
              0x1.a01a01ab1a225p-16,
              0x1.71de3e3cefc47p-19,
              0x1.27e4d12ff642bp-22,
              0x1.ae5683fa61559p-26,
              0x1.1f840ab1f87fcp-29,
              0x1.73e9ad0e73d9cp-33);

  private DoubleWordExponential() {}

  /** Returns {@code eˣ} for {@code x ≤ 0}; for NaN it is NaN. */
  public static DoubleWord decay(DoubleWord x) {
    return lifted(x).scaled(Math.scalb(1.0, -lift(x.high())));
  }

  /**
   * Returns {@code eˣ·2^lift} for {@code x ≤ 0}, which has all digits where {@code eˣ} has not. It
   * stays above 0: what is made of it is 0 where {@link #vanishes}.
   */
  public static DoubleWord lifted(DoubleWord x) {
    Precision p = Precision.of(x.high());
    DoubleWord c = DoubleWord.select(vanishes(x), DoubleWord.of(least(p)), x);
    Scalar rounder = p.rounder(p.bias() + lift(x.high()));
    Scalar shifted = c.high().fma(p.number(ExponentialExpansion.LOG2_E), rounder);
    Scalar power = shifted.bitcast().shiftLeft(p.fractionBits()).bitcast();
    DoubleWord y = nearZero(remainder(c, shifted.sub(rounder)));
    return new DoubleWord(y.high().mul(power), y.low().mul(power));
  }

  /** Returns the exponent of the power of two that {@link #lifted} has as a factor. */
  public static int lift(Scalar x) {
    return Precision.of(x).bias() / 2;
  }

  /** Returns whether {@code x·eˣ} rounds to 0, for {@code x ≤ 0}. */
  public static Scalar vanishes(DoubleWord x) {
    return x.high().less(least(Precision.of(x.high())));
  }

  private static Scalar least(Precision p) {
    return p.number(-120, -760);
  }

  /** Returns {@code eˣ/2} for {@code x ≥ 0}, infinite where {@code eˣ/2} is too large. */
  public static DoubleWord halfOfGrowth(Scalar x) {
    Precision p = Precision.of(x);
    Scalar c = ExponentialExpansion.clamp(x, p.number(0), p.number(90, 711));
    Scalar rounder = p.rounder(2 * p.bias());
    Scalar shifted = c.fma(p.number(ExponentialExpansion.LOG2_E), rounder);
    DoubleWord y = nearZero(remainder(DoubleWord.of(c), shifted.sub(rounder)));
    Scalar one = shifted.sub(1);
    return new DoubleWord(
        ExponentialExpansion.timesPowerOfTwo(y.high(), one),
        ExponentialExpansion.timesPowerOfTwo(y.low(), one));
  }

  /** Returns {@code 2ˣ}, whose parts may be infinite. */
  public static DoubleWord base2(Scalar x) {
    return base2(x, DoubleWord.of(x.like(1)));
  }

  /** Returns {@code factor·2ˣ} for a factor of about 1, whose parts may be infinite. */
  public static DoubleWord base2(Scalar x, DoubleWord factor) {
    Precision p = Precision.of(x);
    Scalar limit = p.number(200, 1200);
    Scalar c = ExponentialExpansion.clamp(x, limit.neg(), limit);
    Scalar rounder = p.rounder(2 * p.bias());
    Scalar shifted = c.add(rounder);
    Scalar fraction = c.sub(shifted.sub(rounder));
    DoubleWord y = nearZero(DoubleWordLogarithm.ofTwo(x).times(fraction)).times(factor);
    return new DoubleWord(
        ExponentialExpansion.timesPowerOfTwo(y.high(), shifted),
        ExponentialExpansion.timesPowerOfTwo(y.low(), shifted));
  }

  /** Returns {@code eˣ − 1} for {@code x ≤ 0}, as accurate relative to itself. */
  public static DoubleWord decayMinusOne(DoubleWord x) {
    Precision p = Precision.of(x.high());
    Scalar near = x.high().neg().less(p.number(0.34));
    DoubleWord small = DoubleWord.select(near, x, DoubleWord.of(p.number(0)));
    DoubleWord far = decay(x).plus(DoubleWord.of(p.number(-1)));
    return DoubleWord.select(near, minusOneNearZero(small), far);
  }

  private static DoubleWord remainder(DoubleWord x, Scalar n) {
    Precision p = Precision.of(n);
    Scalar head =
        n.fma(
            p.number(-ExponentialExpansion.LN2_HEAD_F32, -ExponentialExpansion.LN2_HEAD_F64),
            x.high());
    Scalar rest =
        n.fma(
            p.number(-ExponentialExpansion.LN2_REST_F32, -ExponentialExpansion.LN2_REST_F64),
            x.low());
    return DoubleWord.ordered(head, rest);
  }

  private static DoubleWord nearZero(DoubleWord r) {
    DoubleWord one = DoubleWord.ordered(r.high().like(1), r.high());
    DoubleWord rest = quadratic(r);
    DoubleWord sum = DoubleWord.ordered(one.high(), rest.high());
    return DoubleWord.ordered(sum.high(), sum.low().add(one.low().add(rest.low())));
  }

  private static DoubleWord minusOneNearZero(DoubleWord r) {
    DoubleWord rest = quadratic(r);
    DoubleWord sum = DoubleWord.ordered(r.high(), rest.high());
    return DoubleWord.ordered(sum.high(), sum.low().add(rest.low()));
  }

  /** Returns {@code e^r − 1} less the high part of {@code r}. */
  private static DoubleWord quadratic(DoubleWord r) {
    Scalar x = r.high();
    DoubleWord square = DoubleWord.product(x, x);
    Scalar cubic = square.high().mul(x).mul(TAIL.at(x));
    return square.scaled(0.5).plus(r.low().fma(x, r.low()).add(cubic));
  }
}
