// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;

/** Checks of layers that pool squares of images. */
final class PoolChecks {
  private PoolChecks() {}

  /**
   * Checks the numbers of a layer.
   *
   * @throws IllegalArgumentException if size or stride is not positive, or the padding negative
   */
  static void check(String layer, int size, int stride, int padding) {
    Preconditions.checkArgument(
        size > 0 && stride > 0 && padding >= 0,
        "%s: size and stride must be positive, padding not negative: %s, %s, %s",
        layer,
        size,
        stride,
        padding);
  }
}
