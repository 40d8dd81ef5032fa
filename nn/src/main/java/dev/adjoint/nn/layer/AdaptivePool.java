// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.graph.Shape;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;

/**
 * The largest or mean elements of as many windows as stated, whatever the extents of the input:
 * window {@code i} of {@code n} goes from {@code ⌊i·extent/n⌋} to {@code ⌈(i + 1)·extent/n⌉},
 * {@code [batch, channels, spatial…] → [batch, channels, to…]}, as in PyTorch.
 *
 * @param kind what is taken
 * @param to how many windows there are along each axis
 */
public record AdaptivePool(PoolKind kind, Shape to) implements Layer {
  /** Returns the layer of the largest elements. */
  public static AdaptivePool max(int... to) {
    return new AdaptivePool(PoolKind.MAX, Shape.of(to));
  }

  /** Returns the layer of the means. */
  public static AdaptivePool mean(int... to) {
    return new AdaptivePool(PoolKind.MEAN, Shape.of(to));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int[] windows = to.dims().toArray();
    return switch (kind) {
      case MAX -> Pooling.adaptiveMaxPool(x, windows);
      case MEAN -> Pooling.adaptiveAvgPool(x, windows);
    };
  }
}
