// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.gemm.ElementLoops;
import dev.adjoint.exec.gemm.SumTree;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import java.util.Arrays;

/**
 * The product {@code C[m, n] = A · B} of an A whose elements are scattered over an array: {@code
 * [i, p]} is at {@code lines[i] + steps[p]}, so that lines may overlap and A is never written down.
 * B is packed, transposed on the way.
 *
 * <p>Each element of C is a sum along {@code p}, either in the order of every product (see the
 * {@linkplain dev.adjoint.exec.gemm package}) or in blocks that the caller chooses. An object has
 * no state but its tables, so threads can share it.
 */
public final class IndirectLeftProduct {
  private final ElementLoops loops;
  private final int n;
  private final int[] lines;
  private final int[] steps;
  private final OffsetBlock block;

  /** For the first block of a sum, and for those that follow. */
  private final OffsetKernel setting;

  private final OffsetKernel adding;
  private final int width;
  private final SumTree tree;

  private IndirectLeftProduct(DType dtype, int[] lines, int n, int[] steps, int bits) {
    boolean doubles = dtype == DType.F64;
    loops = ElementLoops.of(doubles, bits);
    this.n = n;
    this.steps = steps.clone();
    block = OffsetBlock.withPanelOfB(doubles, bits, lines.length, n);
    setting = OffsetKernels.of(block, false);
    adding = OffsetKernels.of(block, true);
    width = OffsetBlock.roundUp(n, block.columns());
    tree = SumTree.ofTerms(steps.length);
    // Rows beyond the last are computed, too, and nobody looks at them.
    this.lines = Arrays.copyOf(lines, OffsetBlock.roundUp(lines.length, block.rows()));
  }

  /**
   * Returns the product, on vectors of {@link VectorSupport#bits}.
   *
   * @param dtype the type of all elements, F32 or F64
   * @param lines the offset of each row of A
   * @param n the columns of B and C
   * @param steps the offset of each column of A
   */
  public static IndirectLeftProduct create(DType dtype, int[] lines, int n, int... steps) {
    return new IndirectLeftProduct(dtype, lines, n, steps, VectorSupport.bits());
  }

  /** Returns the product on vectors of {@code bits} bits. */
  static IndirectLeftProduct ofBits(DType dtype, int[] lines, int n, int bits, int... steps) {
    return new IndirectLeftProduct(dtype, lines, n, steps, bits);
  }

  /** Returns the distance between rows of C, {@code n} or somewhat more. */
  public int width() {
    return width;
  }

  /** Returns how many elements C has with the rows and columns beyond the last. */
  public int size() {
    return lines.length * width;
  }

  /** Returns how many elements B has when packed. */
  public int packedSize() {
    return steps.length * width;
  }

  /**
   * Returns how many columns a panel of a packed B has. Panels stand one after the other, each with
   * its part of all rows.
   */
  public int panelWidth() {
    return block.columns();
  }

  /**
   * Packs {@code depth} rows of a B of which element {@code [p, j]} is at {@code at + j·across +
   * p·along}; one of the two is 1.
   *
   * @param packed the array for B, which begins at {@code packedAt}
   */
  public void pack(
      Object b, int at, int across, int along, int depth, Object packed, int packedAt) {
    int columns = block.columns();
    for (int j = 0; j < width; j += columns) {
      int lanes = Math.clamp(n - j, 0, columns);
      int to = packedAt + j * depth;
      loops.pack(b, at + j * across, across, along, lanes, depth, packed, to, columns);
    }
  }

  /**
   * Adds products of some columns of A and as many packed rows of B to a sum, block after block,
   * each a chain of fused multiply-adds from {@code +0}.
   *
   * @param a the array of A
   * @param aAt what all offsets count from
   * @param packed the array of B, which begins at {@code packedAt}
   * @param depth how many rows of B are packed
   * @param first the first of the columns of A and rows of B
   * @param end their end
   * @param block how many of them make a block; the last one may have less
   * @param sums the sum that blocks are added to; no more than are {@linkplain BlockSums#left left}
   *     of eight
   * @param to where in the matrix of the sum C begins
   */
  public void accumulate(
      Object a,
      int aAt,
      Object packed,
      int packedAt,
      int depth,
      int first,
      int end,
      int block,
      BlockSums sums,
      int to) {
    int c = sums.at() + to;
    boolean isFirst = sums.isFirst();
    for (int p = first; p < end; p += block) {
      int stop = Math.min(end, p + block);
      addBlock(a, aAt, packed, packedAt, depth, p, stop, isFirst, sums.array(), c);
      isFirst = false;
    }
  }

  private void addBlock(
      Object a,
      int aAt,
      Object packed,
      int packedAt,
      int depth,
      int first,
      int end,
      boolean isFirst,
      Object c,
      int cAt) {
    for (int j = 0; j < width; j += block.columns()) {
      int panel = packedAt + j * depth + first * block.columns();
      for (int i = 0; i < lines.length; i += block.rows()) {
        int at = cAt + i * width + j;
        run(a, aAt, i, packed, panel, first, end, isFirst, c, at, width);
      }
    }
  }

  /** Returns how many elements the scratch memory of {@link #multiply} has. */
  public int scratchSize() {
    return tree.levels() * block.inC().size();
  }

  /**
   * Sets C to the product, for some rows of A at least; see {@link #accumulate}.
   *
   * @param rows how many rows; more may be computed, up to the next block of rows
   * @param scratch an array of {@link #scratchSize} elements, which begin at {@code scratchAt}
   */
  public void multiply(
      Object a,
      int aAt,
      Object packed,
      int packedAt,
      int rows,
      Object c,
      int cAt,
      Object scratch,
      int scratchAt) {
    for (int j = 0; j < width; j += block.columns()) {
      for (int i = 0; i < rows; i += block.rows()) {
        int panel = packedAt + j * steps.length;
        multiply(a, aAt, i, packed, panel, c, cAt + i * width + j, scratch, scratchAt);
      }
    }
  }

  /** Computes a register block. */
  private void multiply(
      Object a,
      int aAt,
      int row,
      Object packed,
      int panel,
      Object c,
      int cAt,
      Object scratch,
      int scratchAt) {
    int size = block.inC().size();
    int columns = block.columns();
    for (int group = 0; group < tree.groups(); group++) {
      int place = tree.place(0, group);
      boolean isTop = place == tree.levels();
      Object sum = isTop ? c : scratch;
      int sumAt = isTop ? cAt : scratchAt + place * size;
      int sumRow = isTop ? width : columns;
      int start = group * SumTree.GROUP;
      int stop = Math.min(steps.length, start + SumTree.GROUP);
      for (int p = start; p == start || p < stop; p += SumTree.BLOCK) {
        int end = Math.min(stop, p + SumTree.BLOCK);
        run(a, aAt, row, packed, panel + p * columns, p, end, p == start, sum, sumAt, sumRow);
      }
      tree.addUp(
          loops, group, scratch, scratchAt, size, columns, c, cAt, width, block.rows(), columns);
    }
  }

  private void run(
      Object a,
      int aAt,
      int row,
      Object packed,
      int panel,
      int first,
      int end,
      boolean isFirst,
      Object c,
      int cAt,
      int cRow) {
    OffsetKernel kernel = (isFirst ? setting : adding).current();
    kernel.run(a, aAt, lines, row, packed, panel, steps, first, end, c, cAt, cRow);
  }
}
