// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.graph.Workers;

/** One product at a time by register blocks. An object serves one run at a time. */
sealed interface SingleProduct permits BlockedProduct, TiledProduct {
  /**
   * The system property that chooses the way: {@code tiled}, {@code blocked}, or {@code auto} for
   * what is known of the processor. It is a matter of speed alone.
   */
  String WAY_PROPERTY = "adjoint.products";

  /**
   * Returns the product of the given sizes.
   *
   * @throws IllegalArgumentException if the system property has a value that it does not know
   */
  static SingleProduct of(boolean doubles, int bits, GemmSize size, Layout layout) {
    String way = System.getProperty(WAY_PROPERTY, "auto");
    boolean tiled =
        switch (way) {
          case "tiled" -> true;
          case "blocked" -> false;
          case "auto" -> TiledProduct.suits(size, bits);
          default ->
              throw new IllegalArgumentException(
                  "-D%s=%s: expected auto, tiled or blocked".formatted(WAY_PROPERTY, way));
        };
    return tiled
        ? new TiledProduct(RegisterBlock.tall(doubles, bits, size.m(), size.n()), size, layout)
        : new BlockedProduct(RegisterBlock.fit(doubles, bits, size.m(), size.n()), size, layout);
  }

  /** Computes product {@code g} of the batch. */
  void run(ProductOperands operands, int g, Workers workers);
}
