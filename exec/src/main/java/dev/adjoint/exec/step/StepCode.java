// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;

/**
 * The code that runs an op on given types. Immutable, and shared by all steps and programs that do
 * the same; {@link #bind} binds it to memory.
 */
public interface StepCode {
  /** How many elements a piece of work has at least, so that handing it over pays. */
  int GRAIN = 16_384;

  /**
   * Returns a step over the given buffers. The arrays are kept: a buffer replaced in them later is
   * the one that runs use then.
   *
   * @param inputs one buffer for each input
   * @param outputs one buffer for each output
   * @param scratch working memory, shared with the other steps of the frame
   * @param workers runs the pieces of large steps
   */
  BoundStep bind(Buffer[] inputs, Buffer[] outputs, ScratchPool scratch, Workers workers);
}
