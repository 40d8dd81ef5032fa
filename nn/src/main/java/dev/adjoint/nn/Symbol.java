// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;

/**
 * What goes from layer to layer in a {@link Functional} network, for a batch of any size: an {@link
 * Input}, or what a layer makes of others. Its shape is known at once, so a layer that does not fit
 * is refused on the line that applies it.
 */
public sealed interface Symbol permits Input, SymbolCall.Output {
  /** Returns the type of one example, without the axis of the batch. */
  TensorType type();

  /** Returns the shape of one example, without the axis of the batch. */
  default Shape shape() {
    return type().shape();
  }

  /** Returns the type of the elements. */
  default DType dtype() {
    return type().dtype();
  }

  /**
   * Returns what layers of one input, one after another, make of this.
   *
   * @throws ShapeException if a layer does not take what it gets
   */
  default Symbol then(Layer... layers) {
    Given.allPresent("symbol", "layer", Arrays.asList(layers), "give a layer");
    Symbol y = this;
    for (Layer layer : layers) {
      y = layer.apply(y);
    }
    return y;
  }
}
