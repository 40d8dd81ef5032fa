package dev.adjoint.exec.gemm;

/**
 * The product without packing, in plain loops: for matrices too small or too thin to earn the
 * copies, such as a vector times a matrix.
 */
sealed interface PlainProduct permits FloatPlainProduct, DoublePlainProduct {
  /** Returns the product of the given sizes for doubles or for floats. */
  static PlainProduct of(boolean doubles, GemmSize size, Layout layout) {
    return doubles
        ? new DoublePlainProduct(size, layout.a(), layout.b(), layout.c())
        : new FloatPlainProduct(size, layout.a(), layout.b(), layout.c());
  }

  /** Computes the columns {@code [from, to)} of product {@code g} of the batch. */
  void run(Operands operands, int g, int from, int to);
}
