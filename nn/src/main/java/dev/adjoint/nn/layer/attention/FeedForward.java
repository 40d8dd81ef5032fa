// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import dev.adjoint.graph.DType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.ops.Expr;

/**
 * The part of a transformer that sees each position by itself: {@code narrow(drop(φ(wide(x))))},
 * {@code [batch, length, width] → [batch, length, width]} (Vaswani et al. 2017, section 3.3).
 *
 * @param wide the layer to more features
 * @param activation {@code φ}
 * @param dropout in training drops features between the layers
 * @param narrow the layer back
 */
public record FeedForward(Dense wide, Activation activation, Dropout dropout, Dense narrow)
    implements Layer {
  /**
   * Returns a layer with ReLU, Glorot-uniform weights and biases of zeros.
   *
   * @param width the number of features that come in and go out
   * @param hidden the number of features between, in the paper four times as many
   * @param dropout the share of them that training sets to 0
   * @throws IllegalArgumentException if a number is not positive, or the share not in {@code [0,
   *     1)}
   */
  public static FeedForward of(int width, int hidden, double dropout, DType dtype, Seed seed) {
    Initializer glorot = Initializer.glorotUniform();
    return new FeedForward(
        Dense.of(width, hidden, glorot, dtype, seed.fold(0)),
        Activation.relu(),
        new Dropout(dropout),
        Dense.of(hidden, width, glorot, dtype, seed.fold(1)));
  }

  /** Returns this layer with another activation. */
  public FeedForward with(Activation other) {
    return new FeedForward(wide, other, dropout, narrow);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr hidden = activation.apply(wide.apply(x, context), context);
    return narrow.apply(dropout.apply(hidden, context), context);
  }
}
