// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.DoubleWordExponential;
import dev.adjoint.graph.Scalar;

/**
 * {@code σ(u) = 1/(1 + e⁻ᵘ)} in double words, for functions {@code x·σ(u)} with a {@code u} that
 * grows with {@code x}. It is a quotient of two sums; for negative {@code u} the numerator is
 * multiplied by a power of two, so that no digits are lost where {@code eᵘ} is subnormal.
 *
 * @param negative whether {@code u} is negative
 * @param vanishes whether {@code u·e^−|u|} rounds to 0
 * @param lifted {@code e^−|u|} times the power of two
 * @param e {@code e^−|u|}
 */
public record LogisticGate(Scalar negative, Scalar vanishes, DoubleWord lifted, DoubleWord e) {
  /** Returns the parts of {@code σ(u)}. */
  public static LogisticGate of(DoubleWord u) {
    Scalar negative = u.high().less(u.high().like(0));
    DoubleWord least = DoubleWord.select(negative, u, u.neg());
    DoubleWord lifted = DoubleWordExponential.lifted(least);
    double down = Math.scalb(1.0, -DoubleWordExponential.lift(u.high()));
    Scalar vanishes = DoubleWordExponential.vanishes(least);
    return new LogisticGate(negative, vanishes, lifted, lifted.scaled(down));
  }

  /** Returns {@code x·σ(u)}, rounded once but for subnormal results. */
  public Scalar times(Scalar x) {
    DoubleWord one = DoubleWord.of(x.like(1));
    DoubleWord part = DoubleWord.select(negative, lifted, one);
    Scalar zero = x.less(x.like(0)).select(x.like(-0.0), x.like(0));
    Scalar y = lowered(part.times(x).over(one.plus(e)).valueOrHigh(), zero, x);
    return x.equal(x.like(0)).select(x, y); // −0 stays −0
  }

  /**
   * Returns {@code σ(u)·(1 + growth·σ(−u))}, the derivative of {@code x·σ(u)}.
   *
   * @param growth {@code x·u′}
   */
  public Scalar slope(DoubleWord growth) {
    DoubleWord one = DoubleWord.of(growth.high().like(1));
    DoubleWord sum = one.plus(e);
    DoubleWord below = lifted.times(sum.plus(growth));
    DoubleWord above = sum.plus(growth.times(e));
    DoubleWord numerator = DoubleWord.select(negative, below, above);
    Scalar slope = numerator.over(sum.times(sum)).valueOrHigh();
    return lowered(slope, slope.like(0), one.high());
  }

  private Scalar lowered(Scalar y, Scalar zero, Scalar limit) {
    Scalar lowered = y.mul(Math.scalb(1.0, -DoubleWordExponential.lift(y)));
    return negative.select(vanishes.select(zero, lowered), vanishes.select(limit, y));
  }
}
