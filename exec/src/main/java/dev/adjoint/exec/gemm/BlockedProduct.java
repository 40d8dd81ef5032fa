// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static com.google.common.base.Preconditions.checkArgument;
import static dev.adjoint.exec.gemm.Blocking.parts;

import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.graph.Workers;

/**
 * One product at a time by panels, on one thread or several.
 *
 * <p>The loops over blocks are the caller's; within them, packing the panels and computing the
 * tiles of C are shared out. A piece of either is fixed by the sizes alone. The scratch memory
 * belongs to this object, so that only one run may be under way.
 */
final class BlockedProduct implements SingleProduct {
  /** Elements of B up to which a second-level cache holds them well enough to read in place. */
  private static final int IN_PLACE = CacheSizes.L2;

  /** Rows of A up to which B is read too few times to earn a copy. */
  private static final int FEW_ROWS = 128;

  private final int m;
  private final int n;
  private final int k;
  private final Strides aStrides;
  private final Strides bStrides;
  private final Strides cStrides;
  private final int cRow;
  private final boolean packed;
  private final ElementLoops loops;

  /** For the first block of a sum along {@code k}, and for those that follow. */
  private final MicroKernel setting;

  private final MicroKernel adding;
  private final Blocking blocking;

  private final Panels panelsOfA;
  private final Panels panelsOfB;

  /** How the sums of blocks along {@code k} are added up. */
  private final SumTree tree;

  /** For each tile, one register block to compute the ragged edge of C in. */
  private final Object edges;

  /** For each tile of the block the places of sums below the top of the tree, one a level. */
  private final Object places;

  private final Workers.Task packing = this::packPiece;
  private final Workers.Task computing = this::computeTile;

  // The operands of the run.
  private ProductOperands operands = new ProductOperands();
  private int aStart;
  private int bStart;
  private int cStart;

  /** The number of the first row of C among those of the whole batch. */
  private int firstRow;

  // The block that the run is at: its corner and its size.
  private int i0;
  private int j0;
  private int p0;
  private int height;
  private int width;
  private int depth;

  BlockedProduct(RegisterBlock block, GemmSize size, Layout layout) {
    m = size.m();
    n = size.n();
    k = size.k();
    Strides a = layout.a();
    Strides b = layout.b();
    aStrides = a;
    bStrides = b;
    cStrides = layout.c();
    cRow = cStrides.row();
    packed = layout.packed();
    loops = ElementLoops.of(block.doubles(), block.bits());
    setting = MicroKernels.of(block, false);
    adding = k > SumTree.BLOCK ? MicroKernels.of(block, true) : setting;
    boolean inPlace = packed || readsInPlace(size, b);
    blocking = Blocking.of(block, m, n, k, a.column() != 1, inPlace);
    panelsOfA =
        new Panels(
            loops,
            true,
            a.row(),
            a.column(),
            blocking.rows(),
            m % blocking.rows() == 0 ? 0 : blocking.rows(),
            blocking.depth());
    int ragged = packed || n % blocking.columns() == 0 ? 0 : blocking.columns();
    panelsOfB =
        new Panels(
            loops,
            inPlace,
            b.column(),
            b.row(),
            blocking.columns(),
            inPlace ? ragged : blocking.nBlock(),
            blocking.depth());
    int tiles =
        parts(blocking.mBlock(), blocking.mTile()) * parts(blocking.nBlock(), blocking.nTile());
    boolean whole = m % blocking.rows() == 0 && n % blocking.columns() == 0;
    edges = loops.newArray(whole ? 0 : tiles * block.size());
    tree = SumTree.ofTerms(k);
    long elements = (long) tiles * tree.levels() * blocking.mTile() * blocking.nTile();
    checkArgument(
        elements <= Integer.MAX_VALUE, "gemm: the sums below C have %s elements", elements);
    places = loops.newArray((int) elements);
  }

  /**
   * Returns whether to read B where it lies: its rows must be contiguous, and B small enough for
   * the second-level cache or read too few times to earn a copy. A is always read in place, since a
   * micro-kernel takes single elements of it.
   */
  private static boolean readsInPlace(GemmSize size, Strides b) {
    return b.column() == 1 && ((long) size.k() * size.n() <= IN_PLACE || size.m() <= FEW_ROWS);
  }

  @Override
  public void run(ProductOperands operands, int g, Workers workers) {
    this.operands = operands;
    aStart = operands.aOffset + aStrides.start(g);
    bStart = operands.bOffset + bStrides.start(g);
    cStart = operands.cOffset + cStrides.start(g);
    firstRow = g * m;
    for (j0 = 0; j0 < n; j0 += blocking.nBlock()) {
      width = Math.min(blocking.nBlock(), n - j0);
      if (tree.levels() <= 1) {
        // One block of B, packed once, serves all blocks of A above each other.
        for (p0 = 0; p0 < k; p0 += blocking.depth()) {
          for (i0 = 0; i0 < m; i0 += blocking.mBlock()) {
            computeTiles(i0 == 0, workers);
          }
        }
      } else {
        // The places of sums keep those of one block of C from group to group.
        for (i0 = 0; i0 < m; i0 += blocking.mBlock()) {
          for (p0 = 0; p0 < k; p0 += blocking.depth()) {
            computeTiles(true, workers);
          }
        }
      }
    }
    panelsOfA.clear();
    panelsOfB.clear();
  }

  /** Computes what a block of A and one of B, which may have to be packed, contribute to C. */
  private void computeTiles(boolean packs, Workers workers) {
    depth = Math.min(blocking.depth(), k - p0);
    height = Math.min(blocking.mBlock(), m - i0);
    // Packed panels are all whole.
    int lines = packed ? Blocking.roundUp(width, blocking.columns()) : width;
    panelsOfA.select(operands.a, aStart + aStrides.at(i0, p0), height, depth);
    panelsOfB.select(operands.b, bStart + bStrides.at(p0, j0), lines, depth);
    workers.forEach(panelsOfA.pieces() + (packs ? panelsOfB.pieces() : 0), packing);
    int tiles = parts(height, blocking.mTile()) * parts(width, blocking.nTile());
    workers.forEach(tiles, computing);
  }

  private void packPiece(int piece) {
    int piecesOfA = panelsOfA.pieces();
    if (piece < piecesOfA) {
      panelsOfA.pack(piece);
    } else {
      panelsOfB.pack(piece - piecesOfA);
    }
  }

  private void computeTile(int tile) {
    // Downwards first: tiles that follow one another read the same block of B.
    int tilesDown = parts(height, blocking.mTile());
    int top = tile % tilesDown * blocking.mTile();
    int left = tile / tilesDown * blocking.nTile();
    int bottom = Math.min(height, top + blocking.mTile());
    int right = Math.min(width, left + blocking.nTile());
    for (int p = 0; p < depth; p += blocking.step()) {
      int group = (p0 + p) / SumTree.GROUP;
      int place = tree.place(0, group);
      if (place == tree.levels()) {
        computeInC(top, bottom, left, right, p, tile * blocking.rows() * blocking.columns());
      } else {
        computeBeside(top, bottom, left, right, p, place(tile, place));
      }
      int end = p0 + Math.min(p + blocking.step(), depth);
      if (end % SumTree.GROUP == 0 || end == k) {
        int size = blocking.mTile() * blocking.nTile();
        int at = place(tile, 0);
        int row = blocking.nTile();
        int corner = positionInC(top, left);
        int rows = bottom - top;
        int columns = right - left;
        tree.addUp(loops, group, places, at, size, row, operands.c, corner, cRow, rows, columns);
      }
    }
    if (p0 + depth == k) {
      operands.after.run(firstRow + i0 + top, bottom - top, j0 + left, right - left);
    }
  }

  /** Computes one step of a tile where the sum is made in C. */
  private void computeInC(int top, int bottom, int left, int right, int p, int edge) {
    for (int i = top; i < bottom; i += blocking.rows()) {
      for (int j = left; j < right; j += blocking.columns()) {
        if (i + blocking.rows() <= height && j + blocking.columns() <= width) {
          computeBlock(i, j, p, operands.c, positionInC(i, j), cRow);
        } else {
          computeEdge(i, j, p, edge);
        }
      }
    }
  }

  /** Computes one step of a tile where the sum is made beside C, in a place for a whole tile. */
  private void computeBeside(int top, int bottom, int left, int right, int p, int place) {
    for (int i = top; i < bottom; i += blocking.rows()) {
      for (int j = left; j < right; j += blocking.columns()) {
        int at = place + (i - top) * blocking.nTile() + j - left;
        computeBlock(i, j, p, places, at, blocking.nTile());
      }
    }
  }

  private int place(int tile, int number) {
    return (tile * tree.levels() + number) * blocking.mTile() * blocking.nTile();
  }

  /** Computes one step of a register block, from depth {@code p} on, a block of the sum a time. */
  private void computeBlock(int i, int j, int p, Object target, int offset, int stride) {
    int end = Math.min(p + blocking.step(), depth);
    Object a = panelsOfA.array(i);
    int aRow = panelsOfA.across(i);
    int aStep = panelsOfA.along(i);
    int aAt = panelsOfA.offset(i) + p * aStep;
    Object b = panelsOfB.array(j);
    int bStep = panelsOfB.along(j);
    int bAt = panelsOfB.offset(j) + p * bStep;
    MicroKernel kernel = (resumes(p) ? adding : setting).current();
    for (int q = p; q < end; q += SumTree.BLOCK) {
      int terms = Math.min(SumTree.BLOCK, end - q);
      kernel.run(a, aAt, aRow, aStep, b, bAt, bStep, target, offset, stride, terms);
      aAt += SumTree.BLOCK * aStep;
      bAt += SumTree.BLOCK * bStep;
      kernel = adding.current();
    }
  }

  /** Computes a register block that juts out of C, beside C, and copies what belongs to it. */
  private void computeEdge(int i, int j, int p, int edge) {
    int rows = Math.min(blocking.rows(), height - i);
    int columns = Math.min(blocking.columns(), width - j);
    int corner = positionInC(i, j);
    if (resumes(p)) {
      loops.copy(operands.c, corner, cRow, edges, edge, blocking.columns(), rows, columns);
    }
    computeBlock(i, j, p, edges, edge, blocking.columns());
    loops.copy(edges, edge, blocking.columns(), operands.c, corner, cRow, rows, columns);
  }

  /** Returns whether a step is not the first of its group, whose sum goes on. */
  private boolean resumes(int p) {
    return (p0 + p) % SumTree.GROUP > 0;
  }

  private int positionInC(int i, int j) {
    return cStart + (i0 + i) * cRow + j0 + j;
  }
}
