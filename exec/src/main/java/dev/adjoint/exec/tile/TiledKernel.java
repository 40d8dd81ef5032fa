// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;

/** A kernel of one output that can have something done to each tile of it; see {@link TiledOp}. */
@FunctionalInterface
public interface TiledKernel extends Kernel {
  /**
   * Computes the output, and runs a task on each tile of it once the tile is complete.
   *
   * @param inputs one buffer for each input of the node, as for any kernel
   * @param outputs the buffer of the output, as for any kernel
   * @param after gets every element exactly once, unless it is {@link TileTask#NONE}; it may
   *     overwrite what it gets
   * @param workers runs pieces of the work
   */
  void run(Buffer[] inputs, Buffer[] outputs, TileTask after, Workers workers);

  @Override
  default void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    run(inputs, outputs, TileTask.NONE, workers);
  }
}
