// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

/**
 * An op {@code op(a) · op(b)} that multiplies matrices, where {@code op} transposes the last two
 * axes or not; axes before them are a batch, the same in both.
 *
 * <p>A compiler knows no op by name, but it may rely on the properties of a matrix product: rows of
 * the result depend only on the same rows of {@code op(a)}, and a sum of products is the product of
 * the operands concatenated along the inner dimension. An op that implements this interface has
 * both, and computes each element as a sum along the inner dimension whose order depends on its
 * length alone.
 */
public interface MatrixProduct extends TiledOp {
  /** Returns whether the left operand is transposed. */
  boolean transposeA();

  /** Returns whether the right operand is transposed. */
  boolean transposeB();

  /** Returns the same product of operands that are transposed or not. */
  MatrixProduct transposing(boolean a, boolean b);
}
