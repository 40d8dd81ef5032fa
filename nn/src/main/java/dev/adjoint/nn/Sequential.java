// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;

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

  @Override
  public ImmutableList<Parameter> parameters() {
    return layers.stream()
        .flatMap(layer -> layer.parameters().stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public ImmutableList<State> states() {
    return layers.stream()
        .flatMap(layer -> layer.states().stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the layers in order, such as {@code dense 2 → 4, tanh, dense 4 → 1}. */
  @Override
  public String toString() {
    return Joiner.on(", ").join(layers);
  }
}
