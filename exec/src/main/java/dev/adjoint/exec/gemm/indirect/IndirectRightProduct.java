// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static com.google.common.base.Preconditions.checkArgument;

import dev.adjoint.exec.gemm.ElementLoops;
import dev.adjoint.exec.gemm.SumTree;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;

/**
 * The product {@code C[m, n] = A · B} of a small matrix A and one B whose rows are windows into an
 * array: row {@code p} is the {@code n} neighbours from {@code offsets[p]} on, so that rows may
 * overlap and B is never written down. A is packed once, as one of several matrices, and then used
 * for many B.
 *
 * <p>Each element of C is a sum along {@code p} in the order of every product (see the {@linkplain
 * dev.adjoint.exec.gemm package}). Computing rows is free of side effects but for C, so that
 * threads can share an object once it is packed.
 */
public final class IndirectRightProduct {
  private static final int[] NONE = {};

  private final ElementLoops loops;
  private final int m;
  private final int depth;
  private final int[] offsets;
  private final OffsetBlock block;
  private final Kernels kernels;
  private final Kernels narrower;
  private final int wide;
  private final int width;
  private final Object panels;
  private final SumTree tree;

  private IndirectRightProduct(DType dtype, int matrices, int m, int n, int bits, int... offsets) {
    boolean doubles = dtype == DType.F64;
    loops = ElementLoops.of(doubles, bits);
    this.m = m;
    this.offsets = offsets.clone();
    depth = offsets.length;
    block = OffsetBlock.withPanelOfA(doubles, bits, m, n);
    width = OffsetBlock.roundUp(n, block.lanes());
    // All blocks are as wide, or the first ones wider than the others by a vector.
    int missing = OffsetBlock.roundUp(width, block.columns()) - width;
    wide = width - missing / block.lanes() * (block.columns() - block.lanes());
    kernels = Kernels.of(block, depth);
    narrower = missing == 0 ? kernels : Kernels.of(block.ofWidth(block.vectors() - 1), depth);
    tree = SumTree.ofTerms(depth);
    long size = (long) matrices * tiles() * depth * block.rows();
    checkArgument(size <= Integer.MAX_VALUE, "gemm: the panels have %s elements", size);
    panels = loops.newArray((int) size);
  }

  /**
   * Returns the product, on vectors of {@link VectorSupport#bits}.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param matrices the number of matrices A
   * @param m the rows of each
   * @param n the columns of B
   * @param offsets where each row of B begins
   */
  public static IndirectRightProduct create(
      DType dtype, int matrices, int m, int n, int... offsets) {
    return new IndirectRightProduct(dtype, matrices, m, n, VectorSupport.bits(), offsets);
  }

  /** Returns the product on vectors of {@code bits} bits. */
  static IndirectRightProduct ofBits(
      DType dtype, int matrices, int m, int n, int bits, int... offsets) {
    return new IndirectRightProduct(dtype, matrices, m, n, bits, offsets);
  }

  /** Returns how many tiles of some rows each the product is computed in. */
  public int tiles() {
    return Math.ceilDiv(m, block.rows());
  }

  /** Returns the first row of a tile. */
  public int firstRow(int tile) {
    return Math.min(m, tile * block.rows());
  }

  /**
   * Returns how many elements the scratch memory for a tile has. The first ones are its rows, some
   * of them beyond C perhaps, {@link #width} apart.
   */
  public int scratchSize() {
    return tileSize() + tree.levels() * block.inC().size();
  }

  private int tileSize() {
    return block.rows() * width;
  }

  /**
   * Returns how many neighbours of each row of B are read, and how many columns of C are computed:
   * {@code n} or somewhat more.
   */
  public int width() {
    return width;
  }

  /**
   * Packs a tile of a matrix A, of which element {@code [i, p]} is at {@code at + i·row +
   * steps[p]}.
   */
  public void pack(int matrix, int tile, Buffer a, int at, int row, int... steps) {
    int rows = Math.min(block.rows(), m - tile * block.rows());
    int from = a.offset() + at + tile * block.rows() * row;
    loops.packSteps(a.array(), from, row, steps, rows, panels, panel(matrix, tile), block.rows());
  }

  private int panel(int matrix, int tile) {
    return (matrix * tiles() + tile) * depth * block.rows();
  }

  /**
   * Computes the rows of a tile in scratch memory.
   *
   * @param b the array that rows of B are windows of
   * @param bAt what all offsets count from
   * @param scratch an array of {@link #scratchSize} elements, which then begins with the rows
   */
  public void run(int matrix, int tile, Object b, int bAt, Object scratch) {
    int at = panel(matrix, tile);
    for (int j = 0; j < width; j += columnsAt(j)) {
      block(at, j, b, bAt, scratch, j, width, scratch);
    }
  }

  /** Computes the columns of a tile from {@code j} on that one kernel does at once. */
  private void block(
      int panel, int j, Object b, int bAt, Object c, int cAt, int cRow, Object scratch) {
    int size = block.inC().size();
    int row = block.columns();
    for (int group = 0; group < tree.groups(); group++) {
      int place = tree.place(0, group);
      boolean isTop = place == tree.levels();
      Object sum = isTop ? c : scratch;
      int sumAt = isTop ? cAt : tileSize() + place * size;
      int sumRow = isTop ? cRow : row;
      group(panel, j, b, bAt, group * SumTree.GROUP, sum, sumAt, sumRow);
      int rows = block.rows();
      int columns = columnsAt(j);
      tree.addUp(loops, group, scratch, tileSize(), size, row, c, cAt, cRow, rows, columns);
    }
  }

  /** Computes the same of the group that begins at a depth step, block by block. */
  private void group(
      int panel, int j, Object b, int bAt, int first, Object sum, int sumAt, int sumRow) {
    int end = Math.min(depth, first + SumTree.GROUP);
    Kernels kernels = kernelsAt(j);
    OffsetKernel kernel = kernels.setting.current();
    for (int p = first; p == first || p < end; p += SumTree.BLOCK) {
      kernel.run(
          panels,
          panel + p * block.rows(),
          NONE,
          0,
          b,
          bAt + j,
          offsets,
          p,
          Math.min(end, p + SumTree.BLOCK),
          sum,
          sumAt,
          sumRow);
      kernel = kernels.adding.current();
    }
  }

  private Kernels kernelsAt(int column) {
    return column < wide ? kernels : narrower;
  }

  private int columnsAt(int column) {
    return kernelsAt(column).columns;
  }

  /**
   * Computes the rows of a tile where they belong, and nothing beside.
   *
   * @param b the array that rows of B are windows of
   * @param bAt what all offsets count from
   * @param c the array of C
   * @param cAt where the first row of the tile begins
   * @param cRow the distance between rows
   * @param columns how many columns to compute, at most {@code n}
   * @param scratch an array of {@link #scratchSize} elements
   */
  public void run(
      int matrix,
      int tile,
      Object b,
      int bAt,
      Object c,
      int cAt,
      int cRow,
      int columns,
      Object scratch) {
    int at = panel(matrix, tile);
    int rows = firstRow(tile + 1) - firstRow(tile);
    for (int j = 0; j < columns; j += columnsAt(j)) {
      int fit = Math.min(columnsAt(j), columns - j);
      if (fit == columnsAt(j) && rows == block.rows()) {
        block(at, j, b, bAt, c, cAt + j, cRow, scratch);
      } else {
        block(at, j, b, bAt, scratch, 0, width, scratch);
        loops.copy(scratch, 0, width, c, cAt + j, cRow, rows, fit);
      }
    }
  }

  /** The kernels of one width: for the first block of a sum, and for those that follow. */
  private record Kernels(int columns, OffsetKernel setting, OffsetKernel adding) {
    static Kernels of(OffsetBlock block, int depth) {
      OffsetKernel setting = OffsetKernels.of(block, false);
      boolean adds = depth > SumTree.BLOCK;
      return new Kernels(block.columns(), setting, adds ? OffsetKernels.of(block, true) : setting);
    }
  }
}
