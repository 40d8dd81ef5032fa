// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The sizes of a batch of products {@code [batch, m, k] · [batch, k, n] = [batch, m, n]}; any of
 * them may be 0.
 *
 * @param batch the number of products
 * @param m the number of rows of A and C
 * @param n the number of columns of B and C
 * @param k the number of columns of A and rows of B
 */
public record GemmSize(int batch, int m, int n, int k) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is negative, or C has more elements than an array holds
   */
  public GemmSize {
    checkArgument(
        (batch | m | n | k) >= 0,
        "gemm: negative size: batch %s, m %s, n %s, k %s",
        batch,
        m,
        n,
        k);
    checkArgument(
        (double) batch * m * n <= Integer.MAX_VALUE,
        "gemm: the result has too many elements for an array: [%s, %s, %s]",
        batch,
        m,
        n);
  }

  /** Returns the sizes of the transposed product, {@code Cᵀ = Bᵀ · Aᵀ}. */
  GemmSize turned() {
    return new GemmSize(batch, n, m, k);
  }

  /** Returns the multiply-adds of one product, {@code m · n · k}. */
  long work() {
    return (long) m * n * k;
  }
}
