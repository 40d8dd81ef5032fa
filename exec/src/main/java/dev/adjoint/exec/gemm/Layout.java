// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * Where the operands of a product lie.
 *
 * @param a the strides of {@code [batch, m, k]}
 * @param b the strides of {@code [batch, k, n]}
 * @param c the strides of {@code [batch, m, n]}
 * @param packed whether B is {@link PackedPanels}, between whose first lines {@code b} is the
 *     distance across
 */
record Layout(Strides a, Strides b, Strides c, boolean packed) {
  /** Returns the layout of operands that lie anywhere. */
  Layout(Strides a, Strides b, Strides c) {
    this(a, b, c, false);
  }

  /** Returns the layout of the transposed product, {@code Cᵀ = Bᵀ · Aᵀ}. */
  Layout turned() {
    return new Layout(b.transposed(), a.transposed(), c.transposed());
  }
}
