// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * In training sets each element to 0 with probability {@code rate} and scales the others by {@code
 * 1/(1 − rate)}, so that no output relies on a few inputs; otherwise returns its input, {@code […]
 * → […]} (Srivastava et al. 2014, <i>Dropout: A Simple Way to Prevent Neural Networks from
 * Overfitting</i>).
 *
 * @param rate the probability, in {@code [0, 1)}
 */
public record Dropout(double rate) implements Layer {
  /** Checks the rate. */
  public Dropout {
    Rates.check("dropout", rate);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (!context.isStochastic() || rate == 0) {
      return x;
    }
    Expr kept = context.random().bernoulli(1 - rate, x.shape());
    return Expr.where(kept, x.mul(1 / (1 - rate)), 0);
  }
}
