// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import dev.adjoint.graph.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An angle {@code a ≥ 1} as quadrants and a remainder: {@code a ≡ quadrant·π/2 + angle}.
 *
 * <p>With {@code a = 2ʲ·m} and an integer {@code m}, the turns {@code a/2π} are {@code m} times the
 * bits of {@code 1/2π} from the {@code j}-th on; those before it make whole turns. The first word
 * of these bits is multiplied in integer arithmetic, which drops whole turns by itself, the rest in
 * floating arithmetic. So the reduction is as exact for the largest number as for the smallest.
 *
 * <p>The idea is that of Payne and Hanek, Radian reduction for trigonometric functions, SIGNUM
 * Newsletter 18, 1983.
 *
 * @param quadrant 0 to 3, as an integer of the width of the format
 * @param angle between {@code −π/4} and {@code π/4}
 */
record AngleReduction(Scalar quadrant, DoubleWord angle) {
  /** The first 1408 bits of {@code 1/2π} behind the point. */
  private static final BigInteger INVERSE_TURN =
      new BigInteger(
          "28be60db9391054a7f09d5f47d4d377036d8a5664f10e4107f9458eaf7aef158"
              + "6dc91b8e909374b801924bba827464873f877ac72c4a69cfba208d7d4baed121"
              + "3a671c09ad17df904e64758e60d4ce7d272117e2ef7e4a0ec7fe25fff7816603"
              + "fbcbc462d6829b47db4d9fb3c9f2c26dd3d18fd9a797fa8b5d49eeb1faf97c5e"
              + "cf41ce7de294a4ba9afed7ec47e357421580cc11bf1edaeafc33ef0826bd0d87"
              + "6a78e45857b986c219666157c5281a10",
          16);

  private static final int INVERSE_TURN_BITS = 1408;

  /** Returns the reduction of {@code a ≥ 1}; for anything else something unspecified. */
  static AngleReduction of(Scalar a) {
    Precision p = Precision.of(a);
    int bits = p.bits();
    int fraction = p.fractionBits();
    Scalar pattern = a.bitcast();
    Scalar digits = pattern.and(p.fractionMask());
    Scalar j = pattern.shiftRightUnsigned(fraction).sub(p.integer(p.bias()));
    List<Scalar> words = window(p, j);

    // The turns are whole·2^−bits + (sum of the parts)·2^−bits, the parts floating
    Scalar significand = digits.or(p.integer(1L << fraction));
    Scalar whole = significand.mul(words.get(0));
    Scalar m = digits.or(p.integer(p.pattern(1))).bitcast();
    int rest = bits - fraction;
    Scalar first = p.toNumber(words.get(1).shiftRightUnsigned(rest), 0);
    Scalar second =
        below(
            p,
            words
                .get(1)
                .shiftLeft(fraction)
                .shiftRightUnsigned(rest)
                .or(words.get(2).shiftRightUnsigned(2 * rest)),
            0);
    Scalar third =
        below(p, words.get(2).shiftLeft(2 * fraction - bits).shiftRightUnsigned(rest), -fraction);
    Scalar high = m.mul(first);
    Scalar highLost = m.fma(first, high.neg());
    Scalar middle = m.mul(second);
    Scalar low = m.fma(third, m.fma(second, middle.neg()));

    // The part of high above 4·2^−bits joins the whole
    double large = Math.scalb(1.0, fraction + 2);
    Scalar shifted = high.add(large);
    Scalar left = high.sub(shifted.sub(large));
    long offset = (1L << (bits - 3)) + (1L << (bits - 3 - fraction)) - (p.pattern(large) << 2);
    Scalar turns = whole.add(shifted.bitcast().shiftLeft(2)).add(p.integer(offset));
    return split(p, turns, left, List.of(middle, highLost), low);
  }

  /** Returns the first three words of the bits of {@code 1/2π} from the given one on. */
  private static List<Scalar> window(Precision p, Scalar j) {
    int groupBits = p == Precision.F32 ? 2 : 4;
    List<Scalar> words = new ArrayList<>();
    for (int i = 0; i < (1 << groupBits) + 3; i++) {
      words.add(p.integer(word(p, i)));
    }
    for (int bit = groupBits - 1; bit >= 0; bit--) {
      int distance = 1 << bit;
      Scalar stay = j.and(p.integer((long) p.bits() << bit)).equal(p.integer(0));
      List<Scalar> next = new ArrayList<>();
      for (int i = 0; i < distance + 3; i++) {
        next.add(stay.select(words.get(i), words.get(i + distance)));
      }
      words = next;
    }
    Scalar left = j.and(p.integer(p.bits() - 1));
    Scalar right = left.xor(p.integer(p.bits() - 1));
    List<Scalar> result = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Scalar head = words.get(i).shiftLeft(left);
      result.add(head.or(words.get(i + 1).shiftRightUnsigned(1).shiftRightUnsigned(right)));
    }
    return result;
  }

  /** Returns a word of {@code 2^−fractionBits/2π}: a significand counts in its last digit. */
  private static long word(Precision p, int index) {
    int end = (index + 1) * p.bits() - p.fractionBits();
    return INVERSE_TURN.shiftRight(INVERSE_TURN_BITS - end).longValue();
  }

  /**
   * Returns the integer {@code 0 ≤ i < 2^fractionBits} times {@code 2^(exponent − fractionBits)}.
   */
  private static Scalar below(Precision p, Scalar i, int exponent) {
    double one = Math.scalb(1.0, exponent);
    return i.or(p.integer(p.pattern(one))).bitcast().sub(one);
  }

  /**
   * Returns quadrant and angle of turns to which half a quadrant is added, and half of what the top
   * digits of the fraction leave: the top digits then are the nearest ones, and 0 for an angle so
   * near to a quadrant that the others hold all of it.
   */
  private static AngleReduction split(
      Precision p, Scalar turns, Scalar left, List<Scalar> parts, Scalar low) {
    int bits = p.bits() - 2;
    int drop = bits - p.fractionBits();
    Scalar fraction = turns.and(p.integer((1L << bits) - 1));
    double half = Math.scalb(1.0, p.fractionBits() - 1);
    Scalar top = p.toNumber(fraction.shiftRightUnsigned(drop), -half);
    Scalar bottom = p.toNumber(fraction.and(p.integer((1L << drop) - 1)), -Math.scalb(0.5, drop));
    // No sum may lose a digit: next to a multiple of π/2 little else is left
    DoubleWord units = DoubleWord.ordered(top.mul(Math.scalb(1.0, drop)), bottom.add(left));
    for (Scalar part : parts) {
      units = DoubleWord.ordered(units.high(), part).plus(units.low());
    }
    units = units.plus(low);
    double unit = Math.scalb(1.0, -bits);
    DoubleWord halfPi =
        new DoubleWord(
            p.number(0x1.921fb6p0 * unit, 0x1.921fb54442d18p0 * unit),
            p.number(-0x1.777a5cp-25 * unit, 0x1.1a62633145c07p-54 * unit));
    return new AngleReduction(turns.shiftRightUnsigned(bits), units.times(halfPi));
  }
}
