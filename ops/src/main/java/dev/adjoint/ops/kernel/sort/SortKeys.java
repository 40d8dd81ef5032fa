// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.sort;

import dev.adjoint.graph.Buffer;

/** Maps elements to integers of the same order. */
public final class SortKeys {
  private SortKeys() {}

  /** Returns the key of an element: −0 and 0 have the same, and NaN the largest. */
  public static long of(Buffer x, int index) {
    if (!x.dtype().isFloating()) {
      return x.getLong(index);
    }
    // Adding 0 turns −0 into 0. The bits of negative numbers ascend as the numbers descend.
    long bits = Double.doubleToLongBits(x.getDouble(index) + 0.0);
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }
}
