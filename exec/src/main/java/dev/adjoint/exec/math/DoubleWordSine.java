// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;

/**
 * Sines, cosines and tangents with some five digits in base two beyond the format, for functions
 * that are made of them and are to be rounded once.
 */
public final class DoubleWordSine {
  private DoubleWordSine() {}

  /** Returns {@code tan x} for a finite {@code x}; for anything else something unspecified. */
  public static DoubleWord tangent(Scalar x) {
    Precision p = Precision.of(x);
    Scalar a = x.abs();
    AngleReduction reduced = AngleReduction.of(a);
    Scalar small = a.less(p.number(1));
    DoubleWord r = DoubleWord.select(small, DoubleWord.of(a), reduced.angle());
    Scalar odd = small.select(p.integer(0), reduced.quadrant()).and(p.integer(1));
    Scalar even = odd.equal(p.integer(0));
    DoubleWord sine = sine(r);
    DoubleWord cosine = cosine(r);
    DoubleWord numerator = DoubleWord.select(even, sine, cosine.neg());
    DoubleWord y = numerator.over(DoubleWord.select(even, cosine, sine));
    return DoubleWord.select(x.less(p.number(0)), y.neg(), y);
  }

  /** Returns {@code sin πx} for a finite {@code x}, as accurate next to integers as anywhere. */
  public static DoubleWord ofHalfTurns(Scalar x) {
    Scalar n = x.rint();
    Scalar rest = x.sub(n);
    Scalar a = size(rest);
    Scalar near = a.lessEqual(a.like(0.25));
    DoubleWord pi = DoubleWordArctangent.halfTurn(x);
    DoubleWord angle = pi.times(near.select(a, a.like(0.5).sub(a)));
    DoubleWord y = DoubleWord.select(near, sine(angle), cosine(angle));
    Scalar half = n.mul(0.5);
    Scalar positive = half.rint().equal(half).equal(rest.like(0).lessEqual(rest));
    return DoubleWord.select(positive, y, y.neg());
  }

  /** Returns {@code |x|}, not by its instruction, whose slope at 0 is 0. */
  private static Scalar size(Scalar x) {
    return x.less(x.like(0)).select(x.neg(), x);
  }

  /** Returns {@code cos πx} for a finite {@code x}, as accurate next to halves as anywhere. */
  public static DoubleWord cosineOfHalfTurns(Scalar x) {
    Scalar n = x.rint();
    Scalar a = size(x.sub(n));
    Scalar near = a.lessEqual(a.like(0.25));
    DoubleWord angle = DoubleWordArctangent.halfTurn(x).times(near.select(a, a.like(0.5).sub(a)));
    DoubleWord y = DoubleWord.select(near, cosine(angle), sine(angle));
    Scalar half = n.mul(0.5);
    return DoubleWord.select(half.rint().equal(half), y, y.neg());
  }

  /** Returns {@code sin r} for {@code |r| ≤ 1}. */
  static DoubleWord sine(DoubleWord r) {
    Scalar x = r.high();
    Scalar z = x.mul(x);
    Scalar rest = r.low().fma(z.mul(-0.5), r.low());
    return DoubleWord.ordered(x, x.mul(z).fma(TrigonometricExpansion.SINE_TAIL.at(z), rest));
  }

  /** Returns {@code cos r} for {@code |r| ≤ 1}. */
  static DoubleWord cosine(DoubleWord r) {
    Scalar x = r.high();
    DoubleWord half = DoubleWord.product(x, x).scaled(-0.5);
    Scalar z = x.mul(x);
    Scalar tail = z.mul(z).fma(TrigonometricExpansion.COSINE_TAIL.at(z), half.low());
    DoubleWord head = DoubleWord.ordered(x.like(1), half.high());
    Scalar rest = head.low().add(tail.sub(x.mul(r.low())));
    return DoubleWord.ordered(head.high(), rest);
  }
}
