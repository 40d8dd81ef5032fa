// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Elementary functions of wide numbers, off by some units of 2⁻¹⁰⁰. */
final class Functions {
  /** {@code e^(j/256)} for {@code j} from −90 to 90. */
  private static final Wide[] POWERS = powers();

  private static final Wide[] INVERSE_FACTORIALS = inverseFactorials();

  /** {@code 1/(2k + 1)}. */
  private static final Wide[] ODD = odd();

  private Functions() {}

  /** Returns {@code eˣ}. */
  static Wide exponential(Wide x) {
    if (isBeyond(x)) {
      return beyond(x);
    }
    Reduced r = Reduced.of(x);
    return power(r.j).times(minusOne(r.rest).plus(Wide.ONE)).scaled(r.binary);
  }

  /** Returns {@code eˣ − 1}. */
  static Wide exponentialMinusOne(Wide x) {
    if (x.isZero()) {
      return x;
    }
    if (isBeyond(x)) {
      return beyond(x).minus(Wide.ONE);
    }
    Reduced r = Reduced.of(x);
    if (r.binary == 0) {
      Wide p = power(r.j);
      return p.minus(Wide.ONE).plus(p.times(minusOne(r.rest)));
    }
    return exponential(x).minus(Wide.ONE);
  }

  private static boolean isBeyond(Wide x) {
    return !(Math.abs(x.value()) < 1e6);
  }

  private static Wide beyond(Wide x) {
    if (!x.isFinite()) {
      return x.isNegative() ? Wide.ZERO : x;
    }
    return Wide.ONE.scaled(x.isNegative() ? -3_000_000 : 3_000_000);
  }

  /** {@code x = binary·ln 2 + j/256 + rest}. */
  private record Reduced(int binary, int j, Wide rest) {
    private static final Wide LN2_REST =
        Wide.of(Constants.LN2_DECIMAL.subtract(new BigDecimal(Constants.LN2.high())));

    static Reduced of(Wide x) {
      double k = Math.rint(x.value() / 0.6931471805599453);
      Wide r =
          k == 0 ? x : x.minus(Wide.of(Constants.LN2.high()).times(k)).minus(LN2_REST.times(k));
      int j = (int) Math.rint(r.value() * 256);
      return new Reduced((int) k, j, j == 0 ? r : r.minus(j / 256.0));
    }
  }

  private static Wide power(int j) {
    return POWERS[j + 90];
  }

  /** Returns {@code eˢ − 1} for {@code |s| ≤ 1/512}: the last terms need no more than a double. */
  private static Wide minusOne(Wide s) {
    double v = s.value();
    double tail = 0;
    for (int k = 12; k >= 7; k--) {
      tail = (tail + INVERSE_FACTORIALS[k].high()) * v;
    }
    Wide y = INVERSE_FACTORIALS[6].plus(tail);
    for (int k = 5; k >= 2; k--) {
      y = y.times(s).plus(INVERSE_FACTORIALS[k]);
    }
    return y.times(s).times(s).plus(s);
  }

  private static Wide[] powers() {
    Wide[] y = new Wide[181];
    for (int j = -90; j <= 90; j++) {
      MathContext digits = new MathContext(60);
      BigDecimal x = new BigDecimal(j / 256.0);
      BigDecimal term = BigDecimal.ONE;
      BigDecimal sum = BigDecimal.ONE;
      for (int n = 1; n < 40; n++) {
        term = term.multiply(x, digits).divide(BigDecimal.valueOf(n), digits);
        sum = sum.add(term, digits);
      }
      y[j + 90] = Wide.of(sum);
    }
    return y;
  }

  private static Wide[] inverseFactorials() {
    Wide[] y = new Wide[40];
    BigDecimal factorial = BigDecimal.ONE;
    for (int n = 0; n < y.length; n++) {
      factorial = n == 0 ? factorial : factorial.multiply(BigDecimal.valueOf(n));
      y[n] = Wide.of(BigDecimal.ONE.divide(factorial, new MathContext(60)));
    }
    return y;
  }

  private static Wide[] odd() {
    Wide[] y = new Wide[40];
    for (int k = 0; k < y.length; k++) {
      y[k] = Wide.ONE.over(2 * k + 1);
    }
    return y;
  }

  /** Returns {@code ln x}. */
  static Wide logarithm(Wide x) {
    if (x.isZero() || !x.isFinite() || x.isNegative()) {
      return Wide.of(Math.log(x.high()));
    }
    double h = x.high();
    int e = Math.getExponent(h);
    if (Math.scalb(h, -e) > 1.4142) {
      e++;
    }
    Wide m = x.scaled(-x.exponent()).times(Math.scalb(1.0, -e));
    int binary = e + x.exponent();
    Wide y = nearOne(m);
    return binary == 0 ? y : y.plus(Constants.LN2.times(binary));
  }

  private static Wide nearOne(Wide m) {
    Wide less = m.minus(Wide.ONE);
    if (Math.abs(less.value()) < 0.04) {
      return onePlus(less);
    }
    double guess = Math.log(m.high());
    Wide z = m.times(exponential(Wide.of(-guess))).minus(Wide.ONE);
    return z.minus(z.square().scaled(-1)).plus(guess);
  }

  /** Returns {@code ln(1 + x)}, as accurate relative to itself. */
  static Wide logarithmOfOnePlus(Wide x) {
    return Math.abs(x.value()) < 0.04 ? onePlus(x) : logarithm(x.plus(Wide.ONE));
  }

  /** Returns {@code ln(1 + x) = 2·artanh(x/(2 + x))} for {@code |x| < 0.04}. */
  private static Wide onePlus(Wide x) {
    if (x.isZero()) {
      return x;
    }
    Wide t = x.over(x.plus(Wide.TWO));
    Wide square = t.square();
    Wide y = ODD[11];
    for (int k = 10; k >= 0; k--) {
      y = y.times(square).plus(ODD[k]);
    }
    return y.times(t).scaled(1);
  }

  /** Returns the sine of an angle in radians, which must be a double. */
  static Wide sine(double x) {
    return Angle.of(x).sine();
  }

  /** Returns the cosine of an angle in radians, which must be a double. */
  static Wide cosine(double x) {
    return Angle.of(x).cosine();
  }

  /** An angle as {@code quarter·π/2 + rest} with {@code |rest| ≤ π/4} or little more. */
  record Angle(int quarter, Wide rest) {
    private static final Wide[] HALF_PI = halfPi();

    static Angle of(double x) {
      double size = Math.abs(x);
      if (!(size < Double.POSITIVE_INFINITY)) {
        return new Angle(0, Wide.of(Double.NaN));
      }
      if (size < 0.78) {
        return new Angle(0, Wide.of(x));
      }
      if (size < 0x1p25) {
        double k = Math.rint(x / (Math.PI / 2));
        Wide r = Wide.of(x);
        for (Wide part : HALF_PI) {
          r = r.minus(part.times(k));
        }
        return new Angle((int) k & 3, r);
      }
      return large(x);
    }

    /** Returns the angle of {@code π·x}. */
    static Angle ofHalfTurns(double x) {
      double doubled = Math.abs(x) < 0x1p60 ? 2 * x : 0; // Beyond, all are whole turns
      double k = Math.rint(doubled);
      Wide rest = Constants.PI.times(Wide.of(doubled - k).scaled(-1));
      return new Angle((int) ((long) k & 3), rest);
    }

    private static Angle large(double x) {
      long bits = Double.doubleToRawLongBits(x);
      BigInteger m = BigInteger.valueOf(bits & 0xF_FFFF_FFFF_FFFFL | 0x10_0000_0000_0000L);
      int shift = Constants.BITS - (Math.getExponent(x) - 52);
      // x·2/π in units of 2^-shift, of which whole multiples of 4 are dropped
      BigInteger turns = m.multiply(Constants.TWO_OVER_PI).mod(BigInteger.ONE.shiftLeft(shift + 2));
      BigInteger half = BigInteger.ONE.shiftLeft(shift - 1);
      BigInteger quarter = turns.add(half).shiftRight(shift);
      BigInteger rest = turns.subtract(quarter.shiftLeft(shift));
      int drop = Math.max(0, rest.bitLength() - 110);
      BigInteger head = rest.shiftRight(drop);
      double high = head.doubleValue();
      double low = head.subtract(new BigDecimal(high).toBigInteger()).doubleValue();
      Wide fraction = Wide.of(high).plus(low).scaled(drop - shift);
      Wide angle = fraction.times(Constants.PI).scaled(-1);
      Angle positive = new Angle(quarter.intValue() & 3, angle);
      return x < 0 ? new Angle(-positive.quarter & 3, angle.neg()) : positive;
    }

    private static Wide[] halfPi() {
      Wide[] parts = new Wide[4];
      BigDecimal rest = Constants.PI_DECIMAL.divide(BigDecimal.TWO);
      for (int i = 0; i < parts.length; i++) {
        parts[i] = Wide.of(rest.doubleValue());
        rest = rest.subtract(new BigDecimal(rest.doubleValue()));
      }
      return parts;
    }

    Wide sine() {
      return switch (quarter) {
        case 0 -> series(1).times(rest);
        case 1 -> series(0);
        case 2 -> series(1).times(rest).neg();
        default -> series(0).neg();
      };
    }

    Wide cosine() {
      return new Angle(quarter + 1 & 3, rest).sine();
    }

    /** Returns the cosine of the rest, or with 1 its sine divided by it. */
    private Wide series(int odd) {
      Wide square = rest.square().neg();
      Wide y = INVERSE_FACTORIALS[28 + odd];
      for (int k = 26; k >= 0; k -= 2) {
        y = y.times(square).plus(INVERSE_FACTORIALS[k + odd]);
      }
      return y;
    }
  }

  /** Returns {@code arctan x}. */
  static Wide arctangent(Wide x) {
    double guess = Math.atan(x.value());
    if (x.isZero() || !(Math.abs(guess) < 1.6) || Math.abs(guess) < 0x1p-200) {
      return x;
    }
    Angle angle = new Angle(0, Wide.of(guess));
    if (Math.abs(guess) > 0.78) {
      angle = Angle.of(guess);
    }
    Wide sine = angle.sine();
    Wide cosine = angle.cosine();
    Wide t =
        x.isFinite()
            ? x.times(cosine).minus(sine).over(x.times(sine).plus(cosine))
            : cosine.over(sine);
    return t.minus(t.square().times(t).over(3)).plus(guess);
  }
}
