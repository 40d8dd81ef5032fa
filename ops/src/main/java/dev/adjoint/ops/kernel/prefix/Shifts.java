// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import dev.adjoint.ops.Expr;

/** Moves elements along an axis, as the rules of prefix scans need it. */
public final class Shifts {
  private Shifts() {}

  /**
   * Returns a tensor with each element one place on along an axis; the last one is dropped.
   *
   * @param reverse whether on means back
   * @param first what comes to stand where a scan begins
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
