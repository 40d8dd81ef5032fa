// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Images;
import dev.adjoint.ops.Interpolation;

/**
 * Makes images larger by whole factors: {@code [batch, channels, spatial…] → [batch, channels,
 * factor·spatial…]}; see {@link Interpolation} for what stands between.
 *
 * @param interpolation how new elements follow from the old ones
 * @param factors by how much each axis grows
 */
public record UpSampling(Interpolation interpolation, ImmutableIntArray factors) implements Layer {
  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if there are none, or one is not positive
   */
  public UpSampling {
    Preconditions.checkArgument(
        factors.length() > 0 && factors.stream().allMatch(factor -> factor > 0),
        "upSampling: needs a positive factor for each axis: %s",
        factors);
  }

  /** Returns the layer that repeats each element, a factor for each axis. */
  public static UpSampling of(int... factors) {
    return new UpSampling(Interpolation.NEAREST, ImmutableIntArray.copyOf(factors));
  }

  /** Returns this layer with another interpolation. */
  public UpSampling with(Interpolation other) {
    return new UpSampling(other, factors);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (x.shape().rank() != 2 + factors.length()) {
      throw new ShapeException(
          "upSampling",
          "takes [batch, channels] and %s more axes, got %s"
              .formatted(factors.length(), x.shape()));
    }
    int[] sizes = new int[factors.length()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.multiplyExact(x.shape().dim(2 + i), factors.get(i));
    }
    return Images.resize(x, interpolation, sizes);
  }
}
