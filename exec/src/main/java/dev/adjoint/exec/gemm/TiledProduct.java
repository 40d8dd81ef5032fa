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
    int bottom = Math.min(size.m(), top + tiling.height());
    int right = Math.min(size.n(), left + tiling.width());
    TileScratch.Part part = scratch.take(loops, tiling, tree.levels());
    try {
      for (int p = 0; p == 0 || p < size.k(); p += SumTree.BLOCK) {
        int end = Math.min(size.k(), p + SumTree.BLOCK);
        copyA(part, top, bottom, p, end);
        if (!packed) {
          copyB(part, left, right, p, end);
        }
        int place = tree.place(0, p / SumTree.GROUP);
        if (place == tree.levels()) {
          computeInC(part, top, bottom, left, right, p, end);
        } else {
          computeBeside(part, bottom - top, left, right, p, end, place);
        }
        if (end % SumTree.GROUP == 0 || end == size.k()) {
          addUp(part, p / SumTree.GROUP, top, bottom, left, right);
        }
      }
    } finally {
      scratch.give(part);
    }
    operands.after.run(firstRow + top, bottom - top, left, right - left);
  }

  private void copyA(TileScratch.Part part, int top, int bottom, int p, int end) {
    int from = aStart + aStrides.at(top, p);
    int across = aStrides.row();
    int along = aStrides.column();
    int lines = bottom - top;
    if (steps) {
      copySteps(operands.a, from, across, along, lines, end - p, part.a(), tiling.height());
      return;
    }
    int line = SumTree.BLOCK;
    loops.pack(operands.a, from, along, across, end - p, lines, part.a(), 0, line);
    int missing = Blocking.roundUp(lines, tiling.block().rows()) - lines;
    loops.clear(part.a(), lines * line, missing * line);
  }

  private void copyB(TileScratch.Part part, int left, int right, int p, int end) {
    int from = bStart + bStrides.at(p, left);
    int across = bStrides.column();
    int along = bStrides.row();
    copySteps(operands.b, from, across, along, right - left, end - p, part.b(), tiling.width());
  }

  /** Copies {@code lines} of each depth step; what is missing to a tile is zeros. */
  private void copySteps(
      Object from, int at, int across, int along, int lines, int depth, Object to, int all) {
    int step = tiling.step(all);
    if (across == 1 && lines == all) {
      loops.copy(from, at, along, to, 0, step, depth, lines);
    } else {
      loops.pack(from, at, across, along, lines, depth, to, 0, step);
    }
  }

  /** Computes one block of a tile's sum where the sum is made in C. */
  private void computeInC(
      TileScratch.Part part, int top, int bottom, int left, int right, int p, int end) {
    for (int j = left; j < right; j += tiling.block().columns()) {
      for (int i = top; i < bottom; i += tiling.block().rows()) {
        int at = cStart + i * cRow + j;
        int rows = Math.min(tiling.block().rows(), bottom - i);
        int columns = Math.min(tiling.block().columns(), right - j);
        if (rows * columns == tiling.block().size()) {
          compute(part, i - top, j, left, p, end, operands.c, at, cRow);
        } else {
          computeEdge(part, i - top, j, left, p, end, at, rows, columns);
        }
      }
    }
  }

  /** Computes a register block that juts out of C, beside C, and copies what belongs to it. */
  private void computeEdge(
      TileScratch.Part part,
      int row,
      int j,
      int left,
      int p,
      int end,
      int at,
      int rows,
      int columns) {
    int width = tiling.block().columns();
    if (resumes(p)) {
      loops.copy(operands.c, at, cRow, part.edge(), 0, width, rows, columns);
    }
    compute(part, row, j, left, p, end, part.edge(), 0, width);
    loops.copy(part.edge(), 0, width, operands.c, at, cRow, rows, columns);
  }

  /** Computes one block of a tile's sum beside C, in a place for a whole tile. */
  private void computeBeside(
      TileScratch.Part part, int lines, int left, int right, int p, int end, int place) {
    for (int j = left; j < right; j += tiling.block().columns()) {
      for (int row = 0; row < lines; row += tiling.block().rows()) {
        int at = place * tiling.size() + row * tiling.width() + j - left;
        compute(part, row, j, left, p, end, part.places(), at, tiling.width());
      }
    }
  }

  /** Computes one register block from the copies. */
  private void compute(
      TileScratch.Part part,
      int row,
      int j,
      int left,
      int p,
      int end,
      Object target,
      int at,
      int stride) {
    MicroKernel kernel = resumes(p) ? adding : setting;
    int aAt = steps ? row : row * SumTree.BLOCK;
    int aRow = steps ? 1 : SumTree.BLOCK;
    int aStep = steps ? tiling.step(tiling.height()) : 1;
    Object b = packed ? operands.b : part.b();
    int columns = tiling.block().columns();
    int bAt = packed ? bStart + j * size.k() + p * columns : j - left;
    int bStep = packed ? columns : tiling.step(tiling.width());
    kernel.run(part.a(), aAt, aRow, aStep, b, bAt, bStep, target, at, stride, end - p);
  }

  /** Returns whether a block is not the first of its group, whose sum goes on. */
  private static boolean resumes(int p) {
    return p % SumTree.GROUP > 0;
  }

  private void addUp(TileScratch.Part part, int group, int top, int bottom, int left, int right) {
    tree.addUp(
        loops,
        group,
        part.places(),
        0,
        tiling.size(),
        tiling.width(),
        operands.c,
        cStart + top * cRow + left,
        cRow,
        bottom - top,
        right - left);
  }
}
