// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.merge;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/**
 * Adds what layers make of an input to the input: {@code y = x + f(x)}, {@code […] → […]} (He et
 * al. 2016, <i>Deep Residual Learning for Image Recognition</i>). Where the layers change the
 * shape, a shortcut does so as well: {@code y = s(x) + f(x)}.
 *
 * @param layer {@code f}
 * @param shortcut {@code s}, such as a convolution with a window of 1; empty for the input itself
 */
public record Residual(Layer layer, Optional<Layer> shortcut) implements Layer {
  /** Returns the path around layers that follow one another. */
  public static Residual of(Layer... layers) {
    return new Residual(layers.length == 1 ? layers[0] : Sequential.of(layers), Optional.empty());
  }

  /** Returns this with a layer on the way around. */
  public Residual withShortcut(Layer newShortcut) {
    return new Residual(layer, Optional.of(newShortcut));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    Expr around = shortcut.isPresent() ? shortcut.get().apply(x, context) : x;
    Expr through = layer.apply(x, context);
    if (!around.type().equals(through.type())) {
      throw new ShapeException(
          "residual",
          "the layers make %s of %s, and %s goes around them; keep the shape, or use withShortcut"
              .formatted(through.type(), x.type(), around.type()));
    }
    return around.add(through);
  }
}
