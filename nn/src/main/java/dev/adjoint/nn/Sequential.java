// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.Arrays;

/**
 * Layers one after another, each on the output of the one before. If one refuses its input, the
 * error names its path.
 *
 * @param layers the layers, the first one first
 */
public record Sequential(ImmutableList<Layer> layers) implements Layer {
  /** Returns the given layers one after another. */
  public static Sequential of(Layer... layers) {
    Given.allPresent("sequential", "layer", Arrays.asList(layers), "give a layer");
    return new Sequential(ImmutableList.copyOf(layers));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr y = x;
    for (int i = 0; i < layers.size(); i++) {
      try {
        y = layers.get(i).apply(y, context);
      } catch (ShapeException e) {
        throw LayerPaths.at(i, e);
      }
    }
    return y;
  }

  /** Returns the layers, as {@link #describe} does: networks are printed more often than layers. */
  @Override
  public String toString() {
    return describe();
  }
}
