// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * The angle of a point in the first quadrant, with some five digits in base two beyond the format:
 * {@code atan(t)} is {@code π/2 − atan(1/t)} for {@code t > 1}, {@code π/4 + atan((t − 1)/(t + 1))}
 * for {@code t > tan(π/8)}, and an odd polynomial for the rest.
 */
public final class DoubleWordArctangent {
  /** {@code p} of {@code atan s = s + s³·p(s²)}. */
  private static final Polynomial TAIL =
      Polynomial.f32(-0x1.555548p-2, 0x1.999126p-3, -0x1.23ae1cp-3, 0x1.b19052p-4, -0x1.f04748p-5)
          .f64(
              -0x1.5555555555554p-2,
              0x1.99999999995bap-3,
              -0x1.2492492471e28p-3,
              0x1.c71c71b5d87b3p-4,
              -0x1.745d148ca0527p-4,
              0x1.3b136aa73e288p-4,
              -0x1.110c43f390d8dp-4,
              0x1.e16ebb66ef729p-5,
              -0x1.ab6a1f78596c5p-5,
              0x1.70a4169159ddap-5,
              -0x1.11985de9a2546p-5,
              0x1.ef8795c980f96p-7);

  private DoubleWordArctangent() {}

  /** Returns {@code π} in the dtype of {@code x}. */
  public static DoubleWord halfTurn(Scalar x) {
    return DoubleWord.constant(
        x, 0x1.921fb6p1, -0x1.777a5cp-24, 0x1.921fb54442d18p1, 0x1.1a62633145c07p-53);
  }

  /**
   * Returns the angle in radians between the x axis and {@code (x, y)}, both finite, not both 0.
   */
  public static DoubleWord of(DoubleWord y, DoubleWord x) {
    Scalar steep = x.high().less(y.high());
    DoubleWord least = DoubleWord.select(steep, x, y);
    DoubleWord most = DoubleWord.select(steep, y, x);
    Scalar turned = most.high().mul(Math.sqrt(2) - 1).less(least.high());
    DoubleWord numerator = DoubleWord.select(turned, least.minus(most), least);
    DoubleWord denominator = DoubleWord.select(turned, least.plus(most), most);
    DoubleWord s = numerator.over(denominator);
    Scalar z = s.high().mul(s.high());
    DoubleWord near = DoubleWord.ordered(s.high(), s.high().mul(z).fma(TAIL.at(z), s.low()));
    DoubleWord quarter = halfTurn(z).scaled(0.25);
    DoubleWord angle = DoubleWord.select(turned, quarter.plus(near), near);
    return DoubleWord.select(steep, quarter.scaled(2).minus(angle), angle);
  }
}
