// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.Scalar;

/**
 * The derivatives of the logistic function {@code σ(x) = 1/(1 + e⁻ˣ)} and of {@code tanh x =
 * 2·σ(2x) − 1} from {@code x}. From the value they would lose their digits where that is near its
 * limit.
 */
public final class LogisticSlope {
  private LogisticSlope() {}

  /**
   * Returns {@code e^−|x|}. It is a choice of two powers, not one of an absolute value, because
   * either gives all derivatives of an even function of it at 0.
   */
  private static Scalar decay(Scalar x) {
    return x.less(x.like(0)).select(x, x.neg()).exp();
  }

  /** Returns {@code σ(−|x|) = e/(1 + e)} with {@code e = e^−|x|}. */
  public static Scalar tail(Scalar x) {
    Scalar e = decay(x);
    return e.div(e.add(1));
  }

  /** Returns {@code σ′ = z − z²} with {@code z = e/(1 + e)}, off by at most 3 ulp. */
  public static Scalar ofSigmoid(Scalar x) {
    Scalar z = tail(x);
    return z.neg().fma(z, z);
  }

  /** Returns {@code tanh′ x = 4·σ′(2x)}, off by at most 3 ulp. */
  public static Scalar ofTanh(Scalar x) {
    return ofSigmoid(x.mul(2)).mul(4);
  }
}
