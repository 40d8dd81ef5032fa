// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

/**
 * An op {@code op(a) · op(b)} that multiplies matrices, where {@code op} transposes the last two
 * axes or not; axes before them are a batch, the same in both.
 *
 * <p>A compiler knows no op by name, but it may know what a matrix product is: that rows of the
 * result depend on the same rows of {@code op(a)} alone, and that a sum of products is the product
 * of what is longer along the inner dimension. An op that says that it is one promises both, and
 * that each element is a sum along the inner dimension in an order that its length alone decides.
 */
public interface MatrixProduct extends TiledOp {
  /** Returns whether the left operand is taken transposed. */
  boolean transposeA();

  /** Returns whether the right operand is taken transposed. */
  boolean transposeB();

  /** Returns the same product of operands that are transposed or not. */
  MatrixProduct transposing(boolean a, boolean b);
}
