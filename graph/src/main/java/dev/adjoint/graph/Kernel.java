// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

/**
 * A computation with loops of its own, bound to fixed input and output types.
 *
 * <p>An instance may hold scratch memory, so it serves one call at a time; a program run from two
 * threads needs an instance for each. A kernel overwrites its outputs completely, does not write
 * its inputs, allocates nothing once it exists, and gives the same bits with any {@link Workers}.
 */
@FunctionalInterface
public interface Kernel {
  /**
   * Computes the outputs from the inputs.
   *
   * @param inputs one buffer for each input of the node
   * @param outputs one buffer for each output of the node; none overlaps an input
   * @param workers runs pieces of the work
   */
  void run(Buffer[] inputs, Buffer[] outputs, Workers workers);

  /**
   * Releases references to the buffers of earlier runs, because the next run may use others; by
   * default does nothing, which is right for a kernel that keeps none.
   */
  default void release() {}
}
