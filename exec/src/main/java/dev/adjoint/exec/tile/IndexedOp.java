// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.KernelOp;

/**
 * An op of one output that selects slices of its first input along an axis by indices, its second
 * input, of I32 or I64.
 */
public interface IndexedOp extends KernelOp {
  /** Returns the axis along which indices select, from 0. */
  int axis();

  /**
   * Checks that all indices lie in {@code [0, extent)}, as the kernel does.
   *
   * @throws IndexOutOfBoundsException if one does not, with the kernel's message
   */
  void checkIndices(Buffer indices, int extent);
}
