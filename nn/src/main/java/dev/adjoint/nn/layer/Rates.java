// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;

/** Checks of dropout layers. */
final class Rates {
  private Rates() {}

  /**
   * Checks the probability to drop.
   *
   * @throws IllegalArgumentException if it does not lie in {@code [0, 1)}
   */
  static void check(String layer, double rate) {
    Preconditions.checkArgument(
        rate >= 0 && rate < 1, "%s: the rate must lie in [0, 1): %s", layer, rate);
  }
}
