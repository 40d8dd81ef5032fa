// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.CacheSizes;

/**
 * How a product is cut up. None of these sizes shows in the result, whose order a {@link SumTree}
 * states.
 *
 * <p>The block of C that a block of A ({@code mBlock × depth}) and one of B ({@code depth ×
 * nBlock}) contribute to is shared out in tiles of {@code mTile × nTile}; both are read as panels
 * of {@code rows} and {@code columns}. A tile goes along the depth in steps. The scheme is that of
 * Goto and van de Geijn, <i>Anatomy of High-Performance Matrix Multiplication</i> (2008): a panel
 * of A stays in the first-level cache while the panels of B of a tile stream past it from the
 * second.
 *
 * @param rows the height of the register block
 * @param columns the width of the register block
 * @param depth the length of a block along {@code k}: all of it where B is read in place, else no
 *     part of two groups of a {@link SumTree}
 * @param step how much of it a register block is computed by at once
 * @param mBlock the height of a block of A, a multiple of {@code mTile}
 * @param nBlock the width of a block of B, a multiple of {@code nTile}
 * @param mTile the height of a tile, a multiple of {@code rows}
 * @param nTile the width of a tile, a multiple of {@code columns}
 */
record Blocking(
    int rows, int columns, int depth, int step, int mBlock, int nBlock, int mTile, int nTile) {
  /** Longer steps read and write C less often, which matters when it is in no near cache. */
  private static final int MAX_STEP = SumTree.GROUP;

  /** The same for an A of which every element of a row takes a line of the first-level cache. */
  private static final int MAX_STEP_ACROSS = SumTree.GROUP / 2;

  private static final int MAX_BLOCK = 1024;
  private static final int MAX_TILE_HEIGHT = 128;
  private static final int MAX_TILE_WIDTH = 256;

  /** Elements that a tile reads of either operand: there are two, and C. */
  private static final int MAX_TILE_OPERAND = CacheSizes.L2 / 4;

  /** Multiply-adds in a tile below which sharing out would cost more than it brings. */
  private static final long GRAIN = 1 << 18;

  /** The same where there is but one tile: half of the work for another thread, or none. */
  private static final long LEAST_GRAIN = 1 << 17;

  private static final int ENOUGH_TILES = 16;

  /**
   * Returns the sizes for {@code [m, k] · [k, n]} with register blocks of the given size.
   *
   * @param across whether the rows of A are not contiguous
   * @param inPlace whether B is read where it lies
   */
  static Blocking of(RegisterBlock block, int m, int n, int k, boolean across, boolean inPlace) {
    int rows = block.rows();
    int columns = block.columns();
    int step = step(k, across ? MAX_STEP_ACROSS : MAX_STEP);
    int depth = inPlace ? k : k <= SumTree.GROUP ? step : SumTree.GROUP;
    int lines = MAX_TILE_OPERAND / Math.max(1, step);
    int mTile = evenPart(m, Math.min(MAX_TILE_HEIGHT, lines), rows);
    int nTile = evenPart(n, Math.min(MAX_TILE_WIDTH, lines), columns);
    // Tiles are halved until there are enough of them to share out: the longer side first, but
    // with care for the larger operand, which is read once for each tile beside another.
    while (parts(m, mTile) * parts(n, nTile) < ENOUGH_TILES) {
      boolean least = nTile <= columns && mTile >= nTile;
      boolean tall = least || (long) mTile * m >= (long) nTile * n;
      int mHalf = tall ? evenPart(m, Math.max(rows, mTile / 2), rows) : mTile;
      int nHalf = tall ? nTile : evenPart(n, Math.max(columns, nTile / 2), columns);
      boolean same = mHalf == mTile && nHalf == nTile;
      long grain = parts(m, mTile) * parts(n, nTile) == 1 ? LEAST_GRAIN : GRAIN;
      if (same || (long) mHalf * nHalf * depth < grain) {
        break;
      }
      mTile = mHalf;
      nTile = nHalf;
    }
    int mBlock = Math.max(1, MAX_BLOCK / mTile) * mTile;
    int nBlock = Math.max(1, MAX_BLOCK / nTile) * nTile;
    return new Blocking(
        rows,
        columns,
        depth,
        step,
        Math.min(mBlock, roundUp(m, mTile)),
        Math.min(nBlock, roundUp(n, nTile)),
        mTile,
        nTile);
  }

  /**
   * Returns the length of a step of at most {@code most}: some whole blocks of a {@link SumTree},
   * unless it is all of {@code k}, and never of two groups.
   */
  private static int step(int k, int most) {
    if (k <= most) {
      return k;
    }
    return k <= SumTree.GROUP ? evenPart(k, most, SumTree.BLOCK) : most;
  }

  /** Returns the number of parts of {@code size} that cover {@code length}. */
  static int parts(int length, int size) {
    return (length + size - 1) / size;
  }

  static int roundUp(int length, int unit) {
    return parts(length, unit) * unit;
  }

  /** Cuts {@code length} into parts of at most {@code limit}, as even as whole units allow. */
  private static int evenPart(int length, int limit, int unit) {
    int parts = parts(length, Math.max(unit, limit));
    return roundUp(parts(length, parts), unit);
  }
}
