// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import java.util.Arrays;

/**
 * The factor {@code R} of {@code A = Rᵀ·R}, upper triangular (Golub and Van Loan, <i>Matrix
 * Computations</i>, 4th ed., 4.2): row by row, each subtracted from all rows below. The factor is
 * that of a matrix within {@code n·ε·‖A‖} of {@code A}, with {@code ε} of F64.
 */
public final class CholeskyFactor {
  private final double[][] a;

  /** Makes room for matrices of {@code n} rows. */
  public CholeskyFactor(int n) {
    a = Rows.zeros(n, n);
  }

  /** Returns the memory to read a matrix into, which {@link #factorise} overwrites. */
  public double[][] matrix() {
    return a;
  }

  /**
   * Replaces the matrix, taken as {@code ½(A + Aᵀ)}, by its factor.
   *
   * @return the number of the first pivot that is not positive, or −1 if all are
   */
  public int factorise() {
    Rows.symmetrise(a);
    int n = a.length;
    for (int k = 0; k < n; k++) {
      double[] row = a[k];
      if (!(row[k] > 0)) {
        return k;
      }
      Arrays.fill(row, 0, k, 0);
      Rows.divide(row, Math.sqrt(row[k]), k, n);
      for (int i = k + 1; i < n; i++) {
        Rows.addMultiple(a[i], -row[i], row, i, n);
      }
    }
    return -1;
  }

  /** Returns the pivot of a number that {@link #factorise} found not positive. */
  public double pivot(int k) {
    return a[k][k];
  }
}
