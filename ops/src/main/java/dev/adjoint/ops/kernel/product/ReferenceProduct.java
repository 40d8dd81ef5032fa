// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.product;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Workers;

/**
 * The product of batches of matrices in three plain loops, the oracle of faster ones: each element
 * is a {@link ReferenceSum} along the inner dimension, in order.
 */
public final class ReferenceProduct implements Kernel {
  private final int batch;
  private final int rows;
  private final int columns;
  private final int inner;
  private final int aRow;
  private final int aInner;
  private final int bInner;
  private final int bColumn;

  /** Creates the product of matrices that are transposed or not. */
  public ReferenceProduct(Shape a, boolean transposeA, Shape b, boolean transposeB) {
    batch = a.slice(0, a.rank() - 2).size();
    rows = a.dim(transposeA ? -1 : -2);
    inner = a.dim(transposeA ? -2 : -1);
    columns = b.dim(transposeB ? -2 : -1);
    aRow = transposeA ? 1 : inner;
    aInner = transposeA ? rows : 1;
    bInner = transposeB ? 1 : columns;
    bColumn = transposeB ? inner : 1;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    Buffer a = inputs[0];
    Buffer b = inputs[1];
    Buffer y = outputs[0];
    ReferenceSum sum = new ReferenceSum(y.dtype());
    int at = 0;
    for (int g = 0; g < batch; g++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int from = g * rows * inner + i * aRow;
          int with = g * inner * columns + j * bColumn;
          for (int k = 0; k < inner; k++) {
            sum.fma(a.getDouble(from + k * aInner), b.getDouble(with + k * bInner));
          }
          y.setDouble(at++, sum.result());
        }
      }
    }
  }
}
