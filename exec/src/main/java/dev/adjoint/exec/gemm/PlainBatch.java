package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

import dev.adjoint.graph.Workers;

/** A batch of products without packing; a piece is some whole products, or some columns of one. */
final class PlainBatch implements BatchedProduct {
  private final PlainProduct product;
  private final int batch;
  private final int columns;
  private final int productsPerPiece;
  private final int columnsPerPiece;
  private final int piecesAcross;
  private final Workers.Task task = this::runPiece;
  private Operands operands = new Operands();

  PlainBatch(boolean doubles, GemmSize size, Layout layout) {
    product = PlainProduct.of(doubles, size, layout);
    batch = size.batch();
    columns = size.n();
    productsPerPiece = Math.clamp(GRAIN / Math.max(1, size.work()), 1, Math.max(1, batch));
    long perColumn = (long) size.m() * size.k();
    columnsPerPiece = Math.clamp(GRAIN / Math.max(1, perColumn), 1, Math.max(1, columns));
    piecesAcross = parts(columns, columnsPerPiece);
  }

  @Override
  public void run(Operands operands, Workers workers) {
    this.operands = operands;
    workers.forEach(parts(batch, productsPerPiece) * piecesAcross, task);
  }

  private void runPiece(int piece) {
    int from = piece % piecesAcross * columnsPerPiece;
    int to = Math.min(columns, from + columnsPerPiece);
    int first = piece / piecesAcross * productsPerPiece;
    int last = Math.min(batch, first + productsPerPiece);
    for (int g = first; g < last; g++) {
      product.run(operands, g, from, to);
    }
  }
}
