// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

/**
 * Forward and backward substitution (Golub and Van Loan, <i>Matrix Computations</i>, 4th ed., 3.1),
 * on all right sides at once. Each solution is that of a triangle whose elements are off by {@code
 * n·ε} of their size at most, with {@code ε} of F64.
 */
public final class TriangularSystem {
  private TriangularSystem() {}

  /**
   * Replaces {@code x} by {@code op(t)⁻¹·x}. Only the triangle is read.
   *
   * @param lower which triangle of {@code t} is read
   * @param transposed whether {@code op(t)} is {@code tᵀ}
   * @param unit whether the diagonal is taken for ones
   * @return the number of the first zero met on the diagonal, or −1 if there is none
   */
  public static int solve(
      double[][] t, boolean lower, boolean transposed, boolean unit, double[][] x) {
    int n = x.length;
    boolean forward = lower != transposed;
    for (int step = 0; step < n; step++) {
      int i = forward ? step : n - 1 - step;
      double[] row = x[i];
      for (int done = 0; done < step; done++) {
        int j = forward ? done : n - 1 - done;
        Rows.addMultiple(row, transposed ? -t[j][i] : -t[i][j], x[j], 0, row.length);
      }
      if (!unit) {
        if (t[i][i] == 0) {
          return i;
        }
        Rows.divide(row, t[i][i], 0, row.length);
      }
    }
    return -1;
  }
}
