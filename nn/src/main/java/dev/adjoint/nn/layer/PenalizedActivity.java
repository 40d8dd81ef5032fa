// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.loss.Penalty;
import dev.adjoint.ops.Expr;

/**
 * Hands its input on, {@code […] → […]}, with a penalty on it beside the loss: the mean over the
 * examples of what the numbers of each cost, as {@code activity_regularizer} in Keras.
 *
 * @param penalty what the numbers cost
 */
public record PenalizedActivity(Penalty penalty) implements Layer {
  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int rows = x.shape().isScalar() ? 1 : x.shape().dim(0);
    context.penalize(penalty.of(x).div(rows));
    return x;
  }
}
