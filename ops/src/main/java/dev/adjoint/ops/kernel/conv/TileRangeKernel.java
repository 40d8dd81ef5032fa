// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.exec.tile.TileTask;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.kernel.RangeKernel;

/** A kernel whose items each compute tiles of the output. */
public abstract class TileRangeKernel extends RangeKernel implements TiledKernel {
  private TileTask after = TileTask.NONE;

  /**
   * Creates a kernel.
   *
   * @param items the number of items
   * @param work the approximate number of elements that an item reads and writes
   */
  protected TileRangeKernel(int items, long work) {
    super(items, work);
  }

  @Override
  public final void run(Buffer[] inputs, Buffer[] outputs, TileTask after, Workers workers) {
    this.after = after;
    try {
      run(inputs, outputs, workers);
    } finally {
      this.after = TileTask.NONE;
    }
  }

  /** Returns the task that runs on each tile as soon as it is complete. */
  protected final TileTask after() {
    return after;
  }
}
