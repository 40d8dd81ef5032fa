// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * In training sets each element with probability {@code rate} to {@code α′ = −λα}, the lowest value
 * of SELU, and then computes {@code a·x + b}, so that inputs keep their mean 0 and variance 1:
 * {@code a = 1/√((1 − rate)·(1 + rate·α′²))}, {@code b = −a·rate·α′}; otherwise returns its input,
 * {@code […] → […]} (Klambauer et al. 2017, <i>Self-Normalizing Neural Networks</i>).
 *
 * @param rate the probability, in {@code [0, 1)}
 */
public record AlphaDropout(double rate) implements Layer {
  private static final double LEAST = -1.0507009873554805 * 1.6732632423543772;

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it does not lie in {@code [0, 1)}
   */
  public AlphaDropout {
    Rates.check("alphaDropout", rate);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (!context.isStochastic() || rate == 0) {
      return x;
    }
    double a = 1 / Math.sqrt((1 - rate) * (1 + rate * LEAST * LEAST));
    Expr kept = context.random().bernoulli(1 - rate, x.shape());
    return Expr.where(kept, x, LEAST).mul(a).add(-a * rate * LEAST);
  }
}
