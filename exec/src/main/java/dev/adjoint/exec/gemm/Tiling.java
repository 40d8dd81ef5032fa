// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;
import static dev.adjoint.exec.gemm.Blocking.roundUp;

/**
 * How a {@link TiledProduct} is cut up. None of these sizes shows in the result, so that they may
 * follow the number of threads.
 *
 * @param block the register block
 * @param height the rows of a tile, a multiple of those of the block
 * @param width its columns, likewise
 * @param down how many tiles are above each other
 * @param across how many are beside each other
 */
record Tiling(RegisterBlock block, int height, int width, int down, int across) {
  /** With blocks of 128 along the depth, both copies take a part of a second-level cache each. */
  private static final int MAX_HEIGHT = 256;

  private static final int MAX_WIDTH = 256;

  /** To copy an element takes as long as some multiply-adds of a vector unit. */
  private static final int COPY = 12;

  /** The bytes of a line of a cache. */
  private static final int LINE = 64;

  /** Returns the tiles with which a number of threads is done first. */
  static Tiling of(RegisterBlock block, GemmSize size, int threads) {
    int leastDown = parts(size.m(), roundUp(MAX_HEIGHT, block.rows()));
    int leastAcross = parts(size.n(), roundUp(MAX_WIDTH, block.columns()));
    Tiling best = cut(block, size, leastDown, leastAcross);
    for (int down = leastDown; down <= leastDown + threads; down++) {
      for (int across = leastAcross; across <= leastAcross + threads; across++) {
        Tiling tiling = cut(block, size, down, across);
        if (tiling.cost(threads) < best.cost(threads)) {
          best = tiling;
        }
      }
    }
    return best;
  }

  private static Tiling cut(RegisterBlock block, GemmSize size, int down, int across) {
    int height = roundUp(parts(size.m(), down), block.rows());
    int width = roundUp(parts(size.n(), across), block.columns());
    return new Tiling(block, height, width, parts(size.m(), height), parts(size.n(), width));
  }

  /** Returns the time of the tiles that one thread computes, for each step of the depth. */
  private long cost(int threads) {
    return (long) parts(down * across, threads) * (size() + COPY * (height + width));
  }

  /** Returns how many elements a tile has. */
  int size() {
    return height * width;
  }

  /**
   * Returns the distance between depth steps of so many elements: an odd number of cache lines, so
   * that they spread over the sets of a cache.
   */
  int step(int elements) {
    int line = LINE / (block.doubles() ? Double.BYTES : Float.BYTES);
    return (parts(elements, line) | 1) * line;
  }
}
