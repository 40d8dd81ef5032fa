// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import java.util.Arrays;

/**
 * The cofactors of a square matrix, by Gaussian elimination with complete pivoting, {@code P·A·Q =
 * L·U} (Golub and Van Loan, <i>Matrix Computations</i>, 4th ed., 3.4.8). That leaves what is
 * singular to the last pivot {@code u} of {@code U = [U₁ w; 0 u]}, and the cofactors of {@code U}
 * are {@code det(U₁)·[u·U₁⁻ᵀ 0; −(U₁⁻¹·w)ᵀ 1]}, with no division by {@code u}. If a pivot of {@code
 * U₁} is 0, all cofactors are.
 */
public final class CofactorMatrix {
  private final int n;
  private final double[][] a;
  private final int[] rows;
  private final int[] columns;
  private final double[][] cofactors;
  private final double[][] top;
  private final double[][] beside;
  private final double[][] result;
  private final ScaledProduct product = new ScaledProduct();
  private boolean isOdd;

  /** Makes room for matrices of {@code n} rows. */
  public CofactorMatrix(int n) {
    this.n = n;
    a = Rows.zeros(n, n);
    rows = new int[n];
    columns = new int[n];
    cofactors = Rows.zeros(n, n);
    top = new double[Math.max(0, n - 1)][];
    beside = Rows.zeros(Math.max(0, n - 1), 1);
    result = Rows.zeros(n, n);
  }

  /** Returns the memory to read a matrix into, which {@link #compute} overwrites. */
  public double[][] matrix() {
    return a;
  }

  /** Returns the cofactors of the matrix, valid until the next call. */
  public double[][] compute() {
    eliminate();
    product.ofDiagonal(a, Math.max(0, n - 1), isOdd);
    if (n == 0 || product.fraction() == 0) {
      for (double[] row : result) {
        Arrays.fill(row, 0);
      }
      return result;
    }
    ofUpper();
    TriangularSystem.solve(a, true, true, true, cofactors);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        result[rows[i]][columns[j]] = product.scale(cofactors[i][j] * product.fraction());
      }
    }
    return result;
  }

  private void eliminate() {
    isOdd = false;
    for (int i = 0; i < n; i++) {
      rows[i] = i;
      columns[i] = i;
    }
    for (int k = 0; k < n; k++) {
      bringPivot(k);
      double[] row = a[k];
      for (int i = k + 1; i < n && row[k] != 0; i++) {
        a[i][k] /= row[k];
        Rows.addMultiple(a[i], -a[i][k], row, k + 1, n);
      }
    }
  }

  /** Exchanges rows and columns so that the largest element left becomes the pivot. */
  private void bringPivot(int k) {
    int row = k;
    int column = k;
    for (int i = k; i < n; i++) {
      for (int j = k; j < n; j++) {
        if (Math.abs(a[i][j]) > Math.abs(a[row][column])) {
          row = i;
          column = j;
        }
      }
    }
    if (row != k) {
      Rows.swap(a, k, row);
      swap(rows, k, row);
    }
    if (column != k) {
      for (double[] line : a) {
        double element = line[k];
        line[k] = line[column];
        line[column] = element;
      }
      swap(columns, k, column);
    }
  }

  private void swap(int[] order, int i, int j) {
    int number = order[i];
    order[i] = order[j];
    order[j] = number;
    isOdd = !isOdd;
  }

  /** Computes the cofactors of the upper factor, but for the product of its pivots. */
  private void ofUpper() {
    int last = n - 1;
    for (int i = 0; i < last; i++) {
      Arrays.fill(cofactors[i], 0);
      cofactors[i][i] = a[last][last];
      top[i] = cofactors[i];
      beside[i][0] = a[i][last];
    }
    TriangularSystem.solve(a, false, true, false, top);
    TriangularSystem.solve(a, false, false, false, beside);
    for (int j = 0; j < last; j++) {
      cofactors[last][j] = -beside[j][0];
    }
    cofactors[last][last] = 1;
  }
}
