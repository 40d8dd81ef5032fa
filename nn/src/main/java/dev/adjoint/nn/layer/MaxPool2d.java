// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;

/**
 * The largest elements of squares of images: {@code [batch, channels, height, width] → [batch,
 * channels, height', width']}; see {@link dev.adjoint.ops.op.window.MaxPool}.
 *
 * @param size height and width of the squares
 * @param stride the distance between neighbouring squares
 * @param padding the number of elements of padding on each side, which are ignored
 */
public record MaxPool2d(int size, int stride, int padding) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if size or stride is not positive, or the padding negative
   */
  public MaxPool2d {
    PoolChecks.check("maxPool2d", size, stride, padding);
  }

  /** Returns a layer of adjacent squares, without padding. */
  public static MaxPool2d of(int size) {
    return new MaxPool2d(size, size, 0);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return Pooling.maxPool2d(x, size, stride, padding);
  }
}
