// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static com.google.common.base.Preconditions.checkArgument;
import static dev.adjoint.exec.gemm.Blocking.parts;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Workers;

/**
 * A batch of products without packing; a piece is some whole products, or some columns of one. A
 * piece of a long sum has memory for the chain of a block and for the places of a {@link SumTree}.
 */
final class PlainBatch implements BatchedProduct {
  /** How many columns are computed at a time. */
  private static final int CHAINS = 8;

  private final PlainProduct product;
  private final ElementLoops loops;
  private final SumTree tree;
  private final Strides c;
  private final int batch;
  private final int rows;
  private final int depth;
  private final int columns;
  private final int productsPerPiece;
  private final int columnsPerPiece;
  private final int piecesAcross;
  private final int placeSize;
  private final Object places;
  private final Workers.Task task = this::runPiece;
  private ProductOperands operands = new ProductOperands();

  PlainBatch(boolean doubles, GemmSize size, Layout layout) {
    product = PlainProduct.of(doubles, size, layout);
    loops = ElementLoops.of(doubles, VectorSupport.SCALAR);
    tree = SumTree.ofTerms(size.k());
    c = layout.c();
    batch = size.batch();
    rows = size.m();
    depth = size.k();
    columns = size.n();
    productsPerPiece = Math.clamp(GRAIN / Math.max(1, size.work()), 1, Math.max(1, batch));
    long perColumn = (long) size.m() * size.k();
    long mostColumns = GRAIN / Math.max(1, perColumn);
    long wholeChains = mostColumns - mostColumns % CHAINS;
    columnsPerPiece =
        Math.clamp(wholeChains > 0 ? wholeChains : mostColumns, 1, Math.max(1, columns));
    piecesAcross = parts(columns, columnsPerPiece);
    placeSize = rows * columnsPerPiece;
    long pieces = isLong() ? (long) parts(batch, productsPerPiece) * piecesAcross : 0;
    long elements = pieces * placesOfPiece() * placeSize;
    checkArgument(
        elements <= Integer.MAX_VALUE, "gemm: the sums below C have %s elements", elements);
    places = loops.newArray((int) elements);
  }

  private boolean isLong() {
    return depth > SumTree.BLOCK;
  }

  /** Returns how many places a piece has: one for each level, and one for a block. */
  private int placesOfPiece() {
    return tree.levels() + 1;
  }

  @Override
  public void run(ProductOperands operands, Workers workers) {
    this.operands = operands;
    workers.forEach(parts(batch, productsPerPiece) * piecesAcross, task);
  }

  private void runPiece(int piece) {
    int from = piece % piecesAcross * columnsPerPiece;
    int to = Math.min(columns, from + columnsPerPiece);
    int first = piece / piecesAcross * productsPerPiece;
    int last = Math.min(batch, first + productsPerPiece);
    for (int g = first; g < last; g++) {
      int at = operands.cOffset + c.start(g) + from;
      if (isLong()) {
        addUp(g, from, to, at, piece * placesOfPiece() * placeSize);
      } else {
        product.run(operands, g, 0, depth, from, to, operands.c, at, c.row());
      }
    }
  }

  /** Computes some columns block by block. */
  private void addUp(int g, int from, int to, int at, int firstPlace) {
    int row = columnsPerPiece;
    int spare = firstPlace + tree.levels() * placeSize;
    for (int first = 0; first < depth; first += SumTree.BLOCK) {
      int end = Math.min(depth, first + SumTree.BLOCK);
      int group = first / SumTree.GROUP;
      int place = tree.place(0, group);
      boolean isTop = place == tree.levels();
      Object sum = isTop ? operands.c : places;
      int sumAt = isTop ? at : firstPlace + place * placeSize;
      int sumRow = isTop ? c.row() : row;
      if (first % SumTree.GROUP == 0) {
        product.run(operands, g, first, end, from, to, sum, sumAt, sumRow);
      } else {
        product.run(operands, g, first, end, from, to, places, spare, row);
        loops.add(places, spare, row, sum, sumAt, sumRow, rows, to - from);
      }
      if (end % SumTree.GROUP == 0 || end == depth) {
        tree.addUp(
            loops,
            group,
            places,
            firstPlace,
            placeSize,
            row,
            operands.c,
            at,
            c.row(),
            rows,
            to - from);
      }
    }
  }
}
