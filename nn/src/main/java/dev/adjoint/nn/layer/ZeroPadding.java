// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Images;

/**
 * Puts zeros around images: {@code [batch, channels, spatial…] → [batch, channels, low + spatial +
 * high…]}.
 *
 * @param low how many to put before, for each spatial axis
 * @param high how many to put after, for each spatial axis
 */
public record ZeroPadding(ImmutableIntArray low, ImmutableIntArray high) implements Layer {
  /** Returns the layer that puts as many before as after, a number for each spatial axis. */
  public static ZeroPadding of(int... both) {
    return of(both, both);
  }

  /** Returns the layer of so many zeros, two numbers for each spatial axis. */
  public static ZeroPadding of(int[] low, int[] high) {
    return new ZeroPadding(ImmutableIntArray.copyOf(low), ImmutableIntArray.copyOf(high));
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return Images.zeroPad(x, low.toArray(), high.toArray());
  }
}
