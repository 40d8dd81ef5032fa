// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

/**
 * A task for a tile of a product, run right after the tile is computed, while it is in the cache.
 */
@FunctionalInterface
public interface TileTask {
  /** Does nothing. */
  TileTask NONE = (_, _, _, _) -> {};

  /**
   * Runs the task on rows {@code [row, row + rows)} of columns {@code [column, column + columns)}.
   * Calls for different tiles may overlap in time.
   */
  void run(int row, int rows, int column, int columns);
}
