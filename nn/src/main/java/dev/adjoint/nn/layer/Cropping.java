// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Images;

/**
 * Cuts the edges of images off: {@code [batch, channels, spatial…] → [batch, channels, spatial −
 * low − high…]}.
 *
 * @param low how many elements to cut off at the beginning, for each spatial axis
 * @param high how many to cut off at the end, for each spatial axis
 */
public record Cropping(ImmutableIntArray low, ImmutableIntArray high) implements Layer {
  /** Returns the layer that cuts off as many on both sides, a number for each spatial axis. */
  public static Cropping of(int... both) {
    return of(both, both);
  }

  /** Returns the layer that cuts off so many elements, two numbers for each spatial axis. */
  public static Cropping of(int[] low, int[] high) {
    return new Cropping(ImmutableIntArray.copyOf(low), ImmutableIntArray.copyOf(high));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    int axes = low.length();
    boolean fits = x.shape().rank() == 2 + axes && high.length() == axes;
    int[] sizes = new int[axes];
    for (int i = 0; fits && i < axes; i++) {
      sizes[i] = x.shape().dim(2 + i) - low.get(i) - high.get(i);
      fits = low.get(i) >= 0 && high.get(i) >= 0 && sizes[i] >= 0;
    }
    if (!fits) {
      throw new ShapeException(
          "cropping",
          "cannot cut %s and %s off %s; give numbers from 0 on for each spatial axis"
              .formatted(low, high, x.shape()));
    }
    return Images.crop(x, low.toArray(), sizes);
  }
}
