// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Constants of analysis, computed from their series. */
final class Constants {
  /** Enough bits for the largest double, reduced by multiples of {@code π/2}. */
  static final int BITS = 1300;

  private static final BigInteger PI_BITS =
      inverseTangent(5, 1)
          .shiftLeft(2)
          .subtract(inverseTangent(239, 1))
          .shiftLeft(2); // Machin's formula

  static final BigDecimal PI_DECIMAL = decimal(PI_BITS);
  static final Wide PI = Wide.of(PI_DECIMAL);

  /** {@code 2/π·2^1300}, rounded down. */
  static final BigInteger TWO_OVER_PI = BigInteger.ONE.shiftLeft(2 * BITS + 65).divide(PI_BITS);

  static final BigDecimal LN2_DECIMAL =
      decimal(
          inverseTangent(26, -1)
              .multiply(BigInteger.valueOf(18))
              .subtract(inverseTangent(4801, -1).shiftLeft(1))
              .add(inverseTangent(8749, -1).shiftLeft(3)));

  static final Wide LN2 = Wide.of(LN2_DECIMAL);

  /** Euler's constant, by its known digits. */
  static final Wide EULER = Wide.of(new BigDecimal("0.57721566490153286060651209008240243104"));

  static final Wide ROOT_PI = PI.sqrt();

  private Constants() {}

  /** Returns {@code artan(1/n)}, or of the other sign {@code artanh(1/n)}, times {@code 2^1364}. */
  private static BigInteger inverseTangent(int n, int sign) {
    BigInteger square = BigInteger.valueOf((long) n * n * -sign);
    BigInteger term = BigInteger.ONE.shiftLeft(BITS + 64).divide(BigInteger.valueOf(n));
    BigInteger sum = term;
    for (int k = 3; term.signum() != 0; k += 2) {
      term = term.divide(square);
      sum = sum.add(term.divide(BigInteger.valueOf(k)));
    }
    return sum;
  }

  private static BigDecimal decimal(BigInteger bits) {
    return new BigDecimal(bits)
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(BITS + 64)), new MathContext(380));
  }
}
