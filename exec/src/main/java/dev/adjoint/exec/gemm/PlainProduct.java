// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

/**
 * The product without packing, in plain loops: for matrices too small or too thin to earn the
 * copies, such as a vector times a matrix.
 */
sealed interface PlainProduct permits FloatPlainProduct, DoublePlainProduct {
  /** Returns the product of the given sizes for doubles or for floats. */
  static PlainProduct of(boolean doubles, GemmSize size, Layout layout) {
    return doubles
        ? new DoublePlainProduct(size, layout.a(), layout.b())
        : new FloatPlainProduct(size, layout.a(), layout.b());
  }

  /**
   * Computes the columns {@code [from, to)} of the product {@code g} of the batch, each element as
   * one chain over the terms {@code [first, end)}.
   *
   * @param c the array for them, which begins at {@code at}
   * @param row the distance between its rows
   */
  void run(
      ProductOperands operands,
      int g,
      int first,
      int end,
      int from,
      int to,
      Object c,
      int at,
      int row);

  /**
   * Computes the sum of a group of a {@link SumTree} for a product of one element, whose operands
   * both lie dense along {@code k}. Its blocks are eight chains that do not wait for each other.
   *
   * @param first the first term of the group, which is whole
   * @param c the array for it, at {@code at}
   */
  void sumGroup(ProductOperands operands, int g, int first, Object c, int at);
}
