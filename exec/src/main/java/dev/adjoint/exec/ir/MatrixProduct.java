// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import java.util.List;

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

  /** {@inheritDoc} A row is one of the product. */
  @Override
  default int tileRow(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    int n = b.dim(transposeB() ? -2 : -1);
    int batch = a.slice(0, a.rank() - 2).size();
    GemmSize size =
        new GemmSize(batch, a.dim(transposeA() ? -1 : -2), n, a.dim(transposeA() ? -2 : -1));
    return Gemm.isTiled(size) ? n : 0;
  }
}
