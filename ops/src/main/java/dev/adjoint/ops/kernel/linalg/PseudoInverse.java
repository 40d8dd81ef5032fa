// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;

/** The pseudo-inverse of a matrix from its singular values and vectors, the largest ones first. */
public final class PseudoInverse {
  private final int rows;
  private final JacobiSvd svd;
  private final double[][] value;

  /** Makes room for matrices. */
  public PseudoInverse(int rows, int columns) {
    this.rows = rows;
    svd = new JacobiSvd(rows, columns);
    value = Rows.zeros(columns, rows);
  }

  /**
   * Computes the pseudo-inverse of a matrix of a batch; see {@link JacobiSvd#compute}.
   *
   * @param rcond which part of the largest singular value counts as 0
   */
  public void compute(Op op, TensorType type, Buffer in, int item, double rcond) {
    svd.compute(op, type, in, item);
    for (double[] row : value) {
      Arrays.fill(row, 0);
    }
    double[] s = svd.values();
    for (int k = 0; k < s.length && s[k] > rcond * s[0]; k++) {
      double[] left = svd.left()[k];
      double[] right = svd.right()[k];
      for (int i = 0; i < value.length; i++) {
        Rows.addMultiple(value[i], right[i] / s[k], left, 0, rows);
      }
    }
  }

  /** Returns the pseudo-inverse, valid until the next call. */
  public double[][] value() {
    return value;
  }
}
