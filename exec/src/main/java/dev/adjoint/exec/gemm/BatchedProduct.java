// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.graph.Workers;

/** The products of a batch, by one way of going about it. */
interface BatchedProduct {
  /** Multiply-adds of one product up to which packing does not pay. */
  long PLAIN_LIMIT = 256;

  /** Multiply-adds in a piece, so that handing it to another thread is worth the while. */
  long GRAIN = 1 << 17;

  /** Returns whether products of the given sizes are worth register blocks. */
  static boolean isBlocked(GemmSize size) {
    boolean thin = size.m() == 1 || size.n() == 1;
    return size.batch() > 0 && !thin && size.work() > PLAIN_LIMIT;
  }

  /** Computes all products of the batch. */
  void run(ProductOperands operands, Workers workers);
}
