package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

import dev.adjoint.graph.Workers;

/**
 * One product at a time by packed panels, on one thread or several.
 *
 * <p>The loops over blocks are the caller's; within them, packing the panels and computing the
 * tiles of C are shared out. A piece of either is fixed by the sizes alone. The scratch memory
 * belongs to this object, so that only one run may be under way.
 */
final class BlockedProduct {
  private final int m;
  private final int n;
  private final int k;
  private final Strides aStrides;
  private final Strides bStrides;
  private final ElementLoops loops;
  private final MicroKernel kernel;
  private final Blocking blocking;

  private final PackedOperand packedA;
  private final PackedOperand packedB;

  /** For each tile, one register block to compute the ragged edge of C in. */
  private final Object edges;

  private final Workers.Task packing = this::packPiece;
  private final Workers.Task computing = this::computeTile;

  // The operands of the run.
  private Operands operands = new Operands();
  private int aStart;
  private int bStart;
  private int cStart;

  // The block that the run is at: its corner and its size.
  private int i0;
  private int j0;
  private int p0;
  private int height;
  private int width;
  private int depth;

  BlockedProduct(RegisterBlock block, GemmSize size, Strides a, Strides b) {
    m = size.m();
    n = size.n();
    k = size.k();
    aStrides = a;
    bStrides = b;
    loops = ElementLoops.of(block.doubles());
    kernel = MicroKernels.of(block);
    blocking = Blocking.of(block, m, n, k);
    packedA =
        new PackedOperand(
            loops, a.row(), a.column(), blocking.rows(), blocking.mBlock(), blocking.depth());
    packedB =
        new PackedOperand(
            loops, b.column(), b.row(), blocking.columns(), blocking.nBlock(), blocking.depth());
    int tiles =
        parts(blocking.mBlock(), blocking.mTile()) * parts(blocking.nBlock(), blocking.nTile());
    edges = loops.newArray(tiles * block.size());
  }

  /** Computes product {@code g} of the batch. */
  void run(Operands operands, int g, Workers workers) {
    this.operands = operands;
    aStart = operands.aOffset + g * aStrides.batch();
    bStart = operands.bOffset + g * bStrides.batch();
    cStart = operands.cOffset + g * m * n;
    for (j0 = 0; j0 < n; j0 += blocking.nBlock()) {
      width = Math.min(blocking.nBlock(), n - j0);
      for (p0 = 0; p0 < k; p0 += blocking.depth()) {
        depth = Math.min(blocking.depth(), k - p0);
        packedB.select(operands.b, bStart + bStrides.at(p0, j0), width, depth);
        for (i0 = 0; i0 < m; i0 += blocking.mBlock()) {
          height = Math.min(blocking.mBlock(), m - i0);
          packedA.select(operands.a, aStart + aStrides.at(i0, p0), height, depth);
          // One block of B serves all blocks of A above each other.
          int pieces = packedA.pieces() + (i0 == 0 ? packedB.pieces() : 0);
          workers.forEach(pieces, packing);
          int tiles = parts(height, blocking.mTile()) * parts(width, blocking.nTile());
          workers.forEach(tiles, computing);
        }
      }
    }
    packedA.clear();
    packedB.clear();
  }

  private void packPiece(int piece) {
    int piecesOfA = packedA.pieces();
    if (piece < piecesOfA) {
      packedA.pack(piece);
    } else {
      packedB.pack(piece - piecesOfA);
    }
  }

  private void computeTile(int tile) {
    int tilesAcross = parts(width, blocking.nTile());
    int top = tile / tilesAcross * blocking.mTile();
    int left = tile % tilesAcross * blocking.nTile();
    int bottom = Math.min(height, top + blocking.mTile());
    int right = Math.min(width, left + blocking.nTile());
    for (int i = top; i < bottom; i += blocking.rows()) {
      for (int j = left; j < right; j += blocking.columns()) {
        if (i + blocking.rows() <= height && j + blocking.columns() <= width) {
          computeBlock(i, j, operands.c, cStart + (i0 + i) * n + j0 + j, n);
        } else {
          computeEdge(i, j, tile * blocking.rows() * blocking.columns());
        }
      }
    }
  }

  private void computeBlock(int i, int j, Object target, int targetOffset, int targetStride) {
    kernel.run(
        packedA.panels(),
        packedA.panel(i),
        packedB.panels(),
        packedB.panel(j),
        target,
        targetOffset,
        targetStride,
        depth,
        resumes());
  }

  /** Computes a register block that juts out of C, beside C, and copies what belongs to it. */
  private void computeEdge(int i, int j, int edge) {
    int rows = Math.min(blocking.rows(), height - i);
    int columns = Math.min(blocking.columns(), width - j);
    int corner = cStart + (i0 + i) * n + j0 + j;
    if (resumes()) {
      loops.copy(operands.c, corner, n, edges, edge, blocking.columns(), rows, columns);
    }
    computeBlock(i, j, edges, edge, blocking.columns());
    loops.copy(edges, edge, blocking.columns(), operands.c, corner, n, rows, columns);
  }

  /** Returns whether the chains go on from what is in C. */
  private boolean resumes() {
    return operands.accumulate || p0 > 0;
  }
}
