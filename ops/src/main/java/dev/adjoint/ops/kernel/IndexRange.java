// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Op;

/** Checks tensors of indices. */
public final class IndexRange {
  private IndexRange() {}

  /** Returns the exception for an index at a row-major position of its tensor. */
  public static IndexOutOfBoundsException outside(Op op, long index, int position, int bound) {
    return new IndexOutOfBoundsException(
        "%s: index %s at position %s is not in [0, %s); indices count from 0, clamp or mask others"
            .formatted(op.name(), index, position, bound));
  }

  /**
   * Checks that all indices lie in {@code [0, bound)}. Indices are data, so the check is part of a
   * run; a kernel makes it before it writes anything.
   *
   * @throws IndexOutOfBoundsException if one does not, naming op, index, position and bound
   */
  public static void check(Op op, Buffer indices, int bound) {
    for (int i = 0; i < indices.size(); i++) {
      long index = indices.getLong(i);
      if (index < 0 || index >= bound) {
        throw outside(op, index, i, bound);
      }
    }
  }
}
