// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;

/**
 * The means of the elements of squares of images: {@code [batch, channels, height, width] → [batch,
 * channels, height', width']}; see {@link dev.adjoint.ops.op.window.AvgPool}.
 *
 * @param size height and width of the squares
 * @param stride how far apart neighbouring squares lie
 * @param padding how many elements of padding stand on each side, which counts as zeros
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

  /** Returns the layer of squares that do not overlap, without padding. */
  public static AvgPool2d of(int size) {
    return new AvgPool2d(size, size, 0);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return Pooling.avgPool2d(x, size, stride, padding);
  }
}
