// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.Scalar;

/**
 * Completes the body of an odd function, {@code f(−x) = −f(x)}, that is computed for {@code |x|}.
 */
public final class OddFunction {
  private OddFunction() {}

  /**
   * Returns {@code f(x)}: {@code y} with the sign of {@code x}. A zero is returned as it is, so
   * that {@code −0} stays {@code −0}, and NaN gives {@code y}.
   *
   * @param y {@code f(|x|)}
   */
  public static Scalar of(Scalar x, Scalar y) {
    Scalar signed = x.less(x.like(0)).select(y.neg(), y);
    return x.equal(x.like(0)).select(x, signed);
  }
}
