// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * In training multiplies each element by a normal number of mean 1 and variance {@code rate/(1 −
 * rate)}, that of {@link Dropout}; otherwise returns its input, {@code […] → […]} (Srivastava et
 * al. 2014, <i>Dropout</i>, section 10).
 *
 * @param rate the probability of the dropout that has this variance, in {@code [0, 1)}
 */
public record GaussianDropout(double rate) implements Layer {
  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it does not lie in {@code [0, 1)}
   */
  public GaussianDropout {
    Rates.check("gaussianDropout", rate);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (!context.isStochastic() || rate == 0) {
      return x;
    }
    double deviation = Math.sqrt(rate / (1 - rate));
    return x.mul(context.random().normal(x.type()).mul(deviation).add(1));
  }
}
