// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * A dense layer that in training sets each of its weights to 0 with probability {@code rate}, the
 * same weights for the whole batch, and scales the others by {@code 1/(1 − rate)}: {@code y =
 * x·(M∘W) + b}, {@code […, in] → […, out]} (Wan et al. 2013, <i>Regularization of Neural Networks
 * using DropConnect</i>). Inference uses the weights unchanged, which is their mean in training.
 *
 * @param dense the layer {@code x·W + b}
 * @param rate the probability, in {@code [0, 1)}
 */
public record DropConnect(Dense dense, double rate) implements Layer {
  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it does not lie in {@code [0, 1)}
   */
  public DropConnect {
    Rates.check("dropConnect", rate);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (!context.isStochastic() || rate == 0) {
      return dense.apply(x, context);
    }
    Expr weight = dense.weight();
    Expr kept = context.random().bernoulli(1 - rate, weight.shape());
    return dense.applyWith(x, Expr.where(kept, weight.mul(1 / (1 - rate)), 0));
  }
}
