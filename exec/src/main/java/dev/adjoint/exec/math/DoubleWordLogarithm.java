// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * Logarithms with some ten digits in base two beyond the format, for functions that are made of
 * them and are to be rounded once.
 */
public final class DoubleWordLogarithm {
  private DoubleWordLogarithm() {}

  /** Returns {@code ln 2} in the dtype of {@code x}. */
  public static DoubleWord ofTwo(Scalar x) {
    return DoubleWord.constant(
        x, 0x1.62e43p-1, -0x1.05c61p-29, 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
  }

  /** Returns {@code log₂ x} for {@code 0 < x < ∞}; for anything else something unspecified. */
  public static DoubleWord base2(Scalar x) {
    return PowerExpansion.logarithm(x);
  }

  /** Returns {@code log₁₀ x} for {@code 0 < x < ∞}; for anything else something unspecified. */
  public static DoubleWord base10(Scalar x) {
    return base2(x)
        .times(
            DoubleWord.constant(
                x, 0x1.344136p-2, -0x1.ec10cp-27, 0x1.34413509f79ffp-2, -0x1.9dc1da994fd21p-59));
  }

  /** Returns {@code ln x} for {@code 0 < x < ∞}; for anything else something unspecified. */
  public static DoubleWord of(DoubleWord x) {
    Scalar high = x.high();
    DoubleWord log = base2(high).times(ofTwo(high));
    return DoubleWord.ordered(log.high(), log.low().add(x.low().div(high)));
  }

  /**
   * Returns {@code ln(1 + x)} for {@code −1 < x < ∞}, as accurate relative to itself; for anything
   * else something unspecified.
   */
  public static DoubleWord ofOnePlus(DoubleWord x) {
    DoubleWord one = DoubleWord.sum(x.high().like(1), x.high());
    DoubleWord far = of(new DoubleWord(one.high(), one.low().add(x.low())));
    // Here the last digits of the sum would be too few
    Scalar tiny = x.high().abs().less(Precision.of(x.high()).number(0x1p-13, 0x1p-28));
    Scalar halfSquare = x.high().mul(x.high()).mul(0.5);
    return DoubleWord.select(tiny, new DoubleWord(x.high(), x.low().sub(halfSquare)), far);
  }

  /** Returns the logarithm that {@code y} is for {@code 0 < x < ∞}, with its values elsewhere. */
  public static Scalar withEdges(Scalar y, Scalar x) {
    return LogarithmExpansion.withEdges(y, x, x);
  }
}
