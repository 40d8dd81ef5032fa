// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Products with a long sum for each of few elements, such as a row of data times a tall matrix: a
 * piece is some groups of a {@link SumTree}, for all elements. So the operands are read in the
 * order in which they lie, and a single sum is shared out, too.
 */
final class SplitDepthBatch implements BatchedProduct {
  private static final int LEAST_GROUPS = 4;

  /** Multiply-adds of a product below which there is nothing to share out. */
  private static final long LEAST_WORK = 1 << 15;

  /** Columns of a piece below which sharing out these would read too little of each row. */
  private static final int NARROW = 64;

  /** Elements of all sums of groups together. */
  private static final int MOST_PLACES = 1 << 22;

  private final GemmSize size;
  private final PlainProduct product;
  private final ElementLoops loops;
  private final Strides a;
  private final Strides b;
  private final Strides c;

  /** The kernels for one row of C, if rows of B are contiguous. */
  private final @Nullable RowKernels row;

  private final int elements;
  private final int groups;
  private final int groupsPerPiece;
  private final boolean single;

  /** For each group its sum. */
  private final Object places;

  /** For each piece room for the sum of a block. */
  private final Object blocks;

  private final Workers.Task task = this::runPiece;
  private ProductOperands operands = new ProductOperands();
  private int g;

  SplitDepthBatch(boolean doubles, int bits, GemmSize size, Layout layout) {
    this.size = size;
    product = PlainProduct.of(doubles, size, layout);
    loops = ElementLoops.of(doubles, VectorSupport.SCALAR);
    a = layout.a();
    b = layout.b();
    c = layout.c();
    boolean isRow = size.m() == 1 && size.n() > 1 && b.column() == 1;
    row = isRow ? new RowKernels(doubles, bits, size.n()) : null;
    elements = size.m() * size.n();
    groups = parts(size.k(), SumTree.GROUP);
    long perGroup = (long) elements * SumTree.GROUP;
    groupsPerPiece = Math.clamp(GRAIN / perGroup, 1, groups);
    single = elements == 1 && layout.a().column() == 1 && layout.b().row() == 1;
    places = loops.newArray(groups * elements);
    blocks = loops.newArray(parts(groups, groupsPerPiece) * elements);
  }

  /** Returns whether such products are better shared out along their depth than in columns. */
  static boolean suits(GemmSize size, Layout layout) {
    long elements = (long) size.m() * size.n();
    int groups = parts(size.k(), SumTree.GROUP);
    long columns = GRAIN / Math.max(1, (long) size.m() * size.k());
    boolean narrow = size.n() < NARROW || layout.b().column() == 1 && columns < NARROW;
    return elements > 0
        && groups >= LEAST_GROUPS
        && size.work() >= LEAST_WORK
        && narrow
        && elements * groups <= MOST_PLACES;
  }

  @Override
  public void run(ProductOperands operands, Workers workers) {
    this.operands = operands;
    for (g = 0; g < size.batch(); g++) {
      workers.forEach(parts(groups, groupsPerPiece), task);
      SumTree.addNeighbours(loops, places, groups, elements);
      int at = operands.cOffset + c.start(g);
      loops.copy(places, 0, size.n(), operands.c, at, c.row(), size.m(), size.n());
    }
  }

  private void runPiece(int piece) {
    int last = Math.min(groups, (piece + 1) * groupsPerPiece);
    for (int group = piece * groupsPerPiece; group < last; group++) {
      int first = group * SumTree.GROUP;
      int end = Math.min(size.k(), first + SumTree.GROUP);
      if (single && end - first == SumTree.GROUP) {
        product.sumGroup(operands, g, first, places, group);
      } else {
        sumGroup(first, end, group * elements, piece * elements);
      }
    }
  }

  private void sumGroup(int first, int end, int at, int block) {
    if (row != null) {
      for (int p = first; p < end; p += SumTree.BLOCK) {
        int x = operands.aOffset + a.start(g) + p * a.column();
        int y = operands.bOffset + b.start(g) + p * b.row();
        int terms = Math.min(SumTree.BLOCK, end - p);
        row.run(p > first, operands.a, x, a.column(), operands.b, y, b.row(), places, at, terms);
      }
      return;
    }
    int n = size.n();
    product.run(operands, g, first, Math.min(end, first + SumTree.BLOCK), 0, n, places, at, n);
    for (int p = first + SumTree.BLOCK; p < end; p += SumTree.BLOCK) {
      product.run(operands, g, p, Math.min(end, p + SumTree.BLOCK), 0, n, blocks, block, n);
      loops.add(blocks, block, n, places, at, n, size.m(), n);
    }
  }
}
