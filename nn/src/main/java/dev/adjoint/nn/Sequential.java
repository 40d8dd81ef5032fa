// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;

/**
 * Layers one after another, each taking what the one before it makes.
 *
 * @param layers the layers, the first one first
 */
public record Sequential(ImmutableList<Layer> layers) implements Layer {
  /** Returns the given layers one after another. */
  public static Sequential of(Layer... layers) {
    return new Sequential(ImmutableList.copyOf(layers));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr y = x;
    for (Layer layer : layers) {
      y = layer.apply(y, context);
    }
    return y;
  }

  /** Returns the layers, as {@link #describe} does: networks are printed more often than layers. */
  @Override
  public String toString() {
    return describe();
  }
}
