// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;

/**
 * The means of squares of images: {@code [batch, channels, height, width] → [batch, channels,
 * height', width']}; see {@link dev.adjoint.ops.op.window.AvgPool}.
 *
 * @param size height and width of the squares
 * @param stride the distance between neighbouring squares
 * @param padding the number of elements of padding on each side, which count as zeros
 */
public record AvgPool2d(int size, int stride, int padding) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if size or stride is not positive, or the padding negative
   */
  public AvgPool2d {
    PoolChecks.check("avgPool2d", size, stride, padding);
  }

  /** Returns a layer of adjacent squares, without padding. */
  public static AvgPool2d of(int size) {
    return new AvgPool2d(size, size, 0);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return Pooling.avgPool2d(x, size, stride, padding);
  }
}
