// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

import dev.adjoint.graph.Workers;

/**
 * A batch of products by packed panels: small products are shared out whole, each piece with
 * scratch memory of its own; large ones follow one another, each shared out in tiles.
 */
final class BlockedBatch implements BatchedProduct {
  /** Multiply-adds from which a product is shared out by itself. */
  private static final long LARGE = 1 << 23;

  private static final int MAX_PIECES = 16;

  private final int batch;
  private final int productsPerPiece;
  private final SingleProduct[] products;
  private final Workers.Task task = this::runPiece;
  private ProductOperands operands = new ProductOperands();

  BlockedBatch(boolean doubles, int bits, GemmSize size, Layout layout) {
    batch = size.batch();
    long perGrain = Math.max(1, GRAIN / size.work());
    productsPerPiece =
        size.work() >= LARGE ? batch : Math.clamp(perGrain, parts(batch, MAX_PIECES), batch);
    products = new SingleProduct[parts(batch, productsPerPiece)];
    for (int i = 0; i < products.length; i++) {
      products[i] = SingleProduct.of(doubles, bits, size, layout);
    }
  }

  @Override
  public void run(ProductOperands operands, Workers workers) {
    this.operands = operands;
    if (products.length == 1) {
      for (int g = 0; g < batch; g++) {
        products[0].run(operands, g, workers);
      }
    } else {
      workers.forEach(products.length, task);
    }
  }

  private void runPiece(int piece) {
    int first = piece * productsPerPiece;
    int last = Math.min(batch, first + productsPerPiece);
    for (int g = first; g < last; g++) {
      products[piece].run(operands, g, Workers.SERIAL);
    }
  }
}
