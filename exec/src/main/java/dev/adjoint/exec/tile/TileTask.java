// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

/** What is done to a tile of a product as soon as it is computed, while it is in the cache. */
@FunctionalInterface
public interface TileTask {
  /** Does nothing. */
  TileTask NONE = (_, _, _, _) -> {};

  /**
   * Does what there is to do to rows {@code [row, row + rows)} of columns {@code [column, column +
   * columns)}. Calls for different tiles may overlap in time.
   */
  void run(int row, int rows, int column, int columns);
}
