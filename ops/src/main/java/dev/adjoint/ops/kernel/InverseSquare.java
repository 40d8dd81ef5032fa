// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.exec.math.DoubleWord;
import dev.adjoint.exec.math.Precision;
import dev.adjoint.graph.Scalar;

/** {@code 1/d²} rounded once, where it is subnormal too. */
public final class InverseSquare {
  private InverseSquare() {}

  /**
   * Returns {@code 1/d²}. For large {@code d} the quotient is multiplied by a power of two, which
   * keeps all its digits, and the result by the inverse of its square.
   */
  public static Scalar of(DoubleWord d) {
    Precision p = Precision.of(d.high());
    Scalar large = p.number(0x1p30, 0x1p300).less(d.high().abs());
    Scalar lift = large.select(p.number(0x1p64, 0x1p512), p.number(1));
    DoubleWord quotient = DoubleWord.of(lift).over(d);
    Scalar square = quotient.times(quotient).valueOrHigh();
    return large.select(
        square.mul(p.number(0x1p-64, 0x1p-512)).mul(p.number(0x1p-64, 0x1p-512)), square);
  }
}
