// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import dev.adjoint.ops.Expr;

/** Shifts elements along an axis, for the rules of prefix scans. */
public final class Shifts {
  private Shifts() {}

  /**
   * Returns a tensor with each element moved to the next index along an axis; the last is dropped.
   *
   * @param reverse whether to move to the previous index instead
   * @param first the value at the index where the scan begins
   */
  public static Expr on(Expr x, int axis, boolean reverse, double first) {
    int extent = x.shape().dim(axis);
    if (extent == 0) {
      return x;
    }
    int[] low = new int[x.shape().rank()];
    int[] high = new int[x.shape().rank()];
    (reverse ? high : low)[axis] = 1;
    Expr kept = reverse ? x.slice(axis, 1, extent) : x.slice(axis, 0, extent - 1);
    return kept.pad(low, high, first);
  }
}
