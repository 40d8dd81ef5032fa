// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;

/**
 * The factors of {@code P·A = L·U}, by Gaussian elimination with partial pivoting (Golub and Van
 * Loan, <i>Matrix Computations</i>, 4th ed., 3.4): the largest element of a column becomes the
 * pivot, the first of them if there are several. The factors are those of a matrix within {@code
 * n·ε·‖|L|·|U|‖} of {@code A}, with {@code ε} of F64.
 */
public final class LuFactors {
  private final double[][] a;
  private final int columns;
  private final int[] permutation;
  private final double[][] exchanged;
  private final ScaledProduct product = new ScaledProduct();
  private boolean isOdd;

  /** Makes room for matrices. */
  public LuFactors(int rows, int columns) {
    a = Rows.zeros(rows, columns);
    this.columns = columns;
    permutation = new int[rows];
    exchanged = new double[rows][];
  }

  /**
   * Returns the memory to read a matrix into. {@link #factorise} overwrites it by both factors:
   * {@code U} on the diagonal and above, {@code L} below, without its diagonal of ones.
   */
  public double[][] matrix() {
    return a;
  }

  /** Returns which row of {@code A} each row of {@code P·A} is. */
  public int[] permutation() {
    return permutation;
  }

  /** Replaces the matrix by its factors. A column without a pivot is left as it is. */
  public void factorise() {
    isOdd = false;
    for (int i = 0; i < a.length; i++) {
      permutation[i] = i;
    }
    for (int k = 0; k < Math.min(a.length, columns); k++) {
      swap(k, pivot(k));
      double[] row = a[k];
      if (row[k] != 0) {
        for (int i = k + 1; i < a.length; i++) {
          a[i][k] /= row[k];
          Rows.addMultiple(a[i], -a[i][k], row, k + 1, columns);
        }
      }
    }
  }

  private int pivot(int k) {
    int pivot = k;
    for (int i = k + 1; i < a.length; i++) {
      pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
    }
    return pivot;
  }

  private void swap(int i, int j) {
    if (i != j) {
      Rows.swap(a, i, j);
      int row = permutation[i];
      permutation[i] = permutation[j];
      permutation[j] = row;
      isOdd = !isOdd;
    }
  }

  /**
   * Replaces a square matrix by its factors.
   *
   * @param op the op that asks, for the error
   * @param type the type of the batch
   * @param item the number of the matrix in it
   * @throws ArithmeticException if a pivot is 0
   */
  public void factoriseRegular(Op op, TensorType type, int item) {
    factorise();
    for (int k = 0; k < a.length; k++) {
      if (a[k][k] == 0) {
        throw new ArithmeticException(
            "%s: %s is singular: pivot %s is 0; use pinv, or add a multiple of the identity"
                .formatted(op.name(), MatrixTypes.name(type, item), k));
      }
    }
  }

  /** Returns the determinant of a square matrix. */
  public double determinant() {
    product.ofDiagonal(a, a.length, isOdd);
    return product.scale(product.fraction());
  }

  /** Returns −1, 0 or 1 as the determinant of a square matrix is negative, zero or positive. */
  public double signOfDeterminant() {
    product.ofDiagonal(a, a.length, isOdd);
    return Math.signum(product.fraction());
  }

  /** Returns the logarithm of the magnitude of the determinant of a square matrix. */
  public double logOfDeterminant() {
    product.ofDiagonal(a, a.length, isOdd);
    return product.logOfMagnitude();
  }

  /**
   * Replaces right sides by solutions of {@code A·x = b} or {@code Aᵀ·x = b}, for a square matrix
   * without a zero pivot.
   */
  public void solve(boolean transposed, double[][] x) {
    if (transposed) {
      TriangularSystem.solve(a, false, true, false, x);
      TriangularSystem.solve(a, true, true, true, x);
    }
    System.arraycopy(x, 0, exchanged, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      // (P·b)[i] = b[p[i]], and Pᵀ is the way back.
      if (transposed) {
        x[permutation[i]] = exchanged[i];
      } else {
        x[i] = exchanged[permutation[i]];
      }
    }
    if (!transposed) {
      TriangularSystem.solve(a, true, false, true, x);
      TriangularSystem.solve(a, false, false, false, x);
    }
  }
}
