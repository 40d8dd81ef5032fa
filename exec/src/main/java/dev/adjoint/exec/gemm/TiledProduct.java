// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.Processor;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Workers;

/**
 * One product at a time in tiles of C, each of which copies the parts of A and B that it reads.
 *
 * <p>A tile goes along the depth in blocks of a {@link SumTree}. Of a block it copies the lines of
 * A one after the other, and those of B at a distance that spreads them over the sets of a cache.
 * Then it goes down a panel of columns, whose part of B stays in the first-level cache while A
 * streams past it from the second. {@link BlockedProduct} has it the other way round and reads
 * large operands in place, which is as fast where the second-level cache delivers B in time. What a
 * tile copies is read by the same thread, and no thread waits for another before the end.
 */
final class TiledProduct implements SingleProduct {
  /** The least sizes at which the copies pay. */
  private static final int LEAST_ROWS = 64;

  private static final int LEAST_COLUMNS = 128;
  private static final int LEAST_DEPTH = 64;

  /** Multiply-adds below which they do not, and the same for few columns. */
  private static final long LEAST_WORK = 6 << 20;

  private static final int FEW_COLUMNS = 192;
  private static final long LEAST_WORK_OF_FEW = 16 << 20;

  private final GemmSize size;
  private final Strides aStrides;
  private final Strides bStrides;
  private final Strides cStrides;
  private final int cRow;

  /** Whether B is {@link PackedPanels}, which need no copy. */
  private final boolean packed;

  /** Whether A is copied by depth steps, as it lies then, rather than by lines. */
  private final boolean steps;

  private final ElementLoops loops;
  private final TileScratch scratch;
  private final MicroKernel setting;
  private final MicroKernel adding;
  private final Tiling tiling;
  private final SumTree tree;
  private final Workers.Task computing = this::computeTile;

  // The operands of the run.
  private ProductOperands operands = new ProductOperands();
  private int aStart;
  private int bStart;
  private int cStart;

  /** The number of the first row of C among those of the whole batch. */
  private int firstRow;

  TiledProduct(RegisterBlock block, GemmSize size, Layout layout) {
    this.size = size;
    aStrides = layout.a();
    bStrides = layout.b();
    cStrides = layout.c();
    cRow = cStrides.row();
    packed = layout.packed();
    loops = ElementLoops.of(block.doubles(), block.bits());
    scratch = TileScratch.of(block.doubles());
    steps = aStrides.row() == 1 && aStrides.column() > 1;
    setting = MicroKernels.ofCopies(block, steps, false);
    adding = size.k() > SumTree.BLOCK ? MicroKernels.ofCopies(block, steps, true) : setting;
    tiling = Tiling.of(block, size, WorkerPool.shared().threads());
    tree = SumTree.ofTerms(size.k());
  }

  /** Returns whether products of the given size are faster so on this processor. */
  static boolean suits(GemmSize size, int bits) {
    long least = size.n() < FEW_COLUMNS ? LEAST_WORK_OF_FEW : LEAST_WORK;
    return bits > VectorSupport.SCALAR
        && size.m() >= LEAST_ROWS
        && size.n() >= LEAST_COLUMNS
        && size.k() >= LEAST_DEPTH
        && size.work() >= least
        && !Processor.current().halvesWideVectors();
  }

  @Override
  public void run(ProductOperands operands, int g, Workers workers) {
    this.operands = operands;
    aStart = operands.aOffset + aStrides.start(g);
    bStart = operands.bOffset + bStrides.start(g);
    cStart = operands.cOffset + cStrides.start(g);
    firstRow = g * size.m();
    workers.forEach(tiling.down() * tiling.across(), computing);
  }

  private void computeTile(int number) {
    // Downwards first: tiles that follow one another read the same part of B.
    int top = number % tiling.down() * tiling.height();
    int left = number / tiling.down() * tiling.width();
    TileScratch.Part tile = scratch.take(loops, tiling, tree.levels());
    tile.top = top;
    tile.left = left;
    tile.rows = Math.min(size.m() - top, tiling.height());
    tile.columns = Math.min(size.n() - left, tiling.width());
    try {
      for (int p = 0; p == 0 || p < size.k(); p += SumTree.BLOCK) {
        tile.first = p;
        tile.terms = Math.min(size.k() - p, SumTree.BLOCK);
        addBlockOfSum(tile);
      }
      operands.after.run(firstRow + top, tile.rows, left, tile.columns);
    } finally {
      scratch.give(tile);
    }
  }

  private void addBlockOfSum(TileScratch.Part tile) {
    copyA(tile);
    if (!packed) {
      copyB(tile);
    }
    int group = tile.first / SumTree.GROUP;
    int place = tree.place(0, group);
    if (place == tree.levels()) {
      computeInC(tile);
    } else {
      computeBeside(tile, place * tiling.size());
    }
    int end = tile.first + tile.terms;
    if (end % SumTree.GROUP == 0 || end == size.k()) {
      int corner = positionInC(tile, 0, 0);
      tree.addUp(
          loops,
          group,
          tile.places(),
          0,
          tiling.size(),
          tiling.width(),
          operands.c,
          corner,
          cRow,
          tile.rows,
          tile.columns);
    }
  }

  private void copyA(TileScratch.Part tile) {
    int from = aStart + aStrides.at(tile.top, tile.first);
    int across = aStrides.row();
    int along = aStrides.column();
    if (steps) {
      copySteps(tile, operands.a, from, across, along, tile.rows, tile.a(), tiling.height());
      return;
    }
    int line = SumTree.BLOCK;
    loops.pack(operands.a, from, along, across, tile.terms, tile.rows, tile.a(), 0, line);
    int missing = Blocking.roundUp(tile.rows, tiling.block().rows()) - tile.rows;
    loops.clear(tile.a(), tile.rows * line, missing * line);
  }

  private void copyB(TileScratch.Part tile) {
    int from = bStart + bStrides.at(tile.first, tile.left);
    int across = bStrides.column();
    int along = bStrides.row();
    copySteps(tile, operands.b, from, across, along, tile.columns, tile.b(), tiling.width());
  }

  /** Copies {@code lines} of each depth step; what is missing to a whole tile is zeros. */
  private void copySteps(
      TileScratch.Part tile,
      Object from,
      int at,
      int across,
      int along,
      int lines,
      Object to,
      int whole) {
    int step = tiling.step(whole);
    if (across == 1 && lines == whole) {
      loops.copy(from, at, along, to, 0, step, tile.terms, lines);
    } else {
      loops.pack(from, at, across, along, lines, tile.terms, to, 0, step);
    }
  }

  /** Computes one block of a tile's sum where the sum is made in C. */
  private void computeInC(TileScratch.Part tile) {
    RegisterBlock block = tiling.block();
    for (int column = 0; column < tile.columns; column += block.columns()) {
      for (int row = 0; row < tile.rows; row += block.rows()) {
        int at = positionInC(tile, row, column);
        if (row + block.rows() <= tile.rows && column + block.columns() <= tile.columns) {
          compute(tile, row, column, operands.c, at, cRow);
        } else {
          computeEdge(tile, row, column, at);
        }
      }
    }
  }

  /** Computes a register block that juts out of C, beside C, and copies what belongs to it. */
  private void computeEdge(TileScratch.Part tile, int row, int column, int at) {
    int width = tiling.block().columns();
    int rows = Math.min(tile.rows - row, tiling.block().rows());
    int columns = Math.min(tile.columns - column, width);
    if (resumes(tile)) {
      loops.copy(operands.c, at, cRow, tile.edge(), 0, width, rows, columns);
    }
    compute(tile, row, column, tile.edge(), 0, width);
    loops.copy(tile.edge(), 0, width, operands.c, at, cRow, rows, columns);
  }

  /** Computes one block of a tile's sum beside C, in a place for a whole tile. */
  private void computeBeside(TileScratch.Part tile, int place) {
    for (int column = 0; column < tile.columns; column += tiling.block().columns()) {
      for (int row = 0; row < tile.rows; row += tiling.block().rows()) {
        int at = place + row * tiling.width() + column;
        compute(tile, row, column, tile.places(), at, tiling.width());
      }
    }
  }

  /** Computes one register block, given by its corner in the tile, from the copies. */
  private void compute(
      TileScratch.Part tile, int row, int column, Object target, int at, int stride) {
    MicroKernel kernel = resumes(tile) ? adding : setting;
    int aAt = steps ? row : row * SumTree.BLOCK;
    int aRow = steps ? 1 : SumTree.BLOCK;
    int aStep = steps ? tiling.step(tiling.height()) : 1;
    Object b = packed ? operands.b : tile.b();
    int width = tiling.block().columns();
    int bAt = packed ? bStart + (tile.left + column) * size.k() + tile.first * width : column;
    int bStep = packed ? width : tiling.step(tiling.width());
    kernel.run(tile.a(), aAt, aRow, aStep, b, bAt, bStep, target, at, stride, tile.terms);
  }

  /** Returns whether a block is not the first of its group, whose sum goes on. */
  private static boolean resumes(TileScratch.Part tile) {
    return tile.first % SumTree.GROUP > 0;
  }

  private int positionInC(TileScratch.Part tile, int row, int column) {
    return cStart + (tile.top + row) * cRow + tile.left + column;
  }
}
