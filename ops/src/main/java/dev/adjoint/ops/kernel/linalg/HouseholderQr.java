// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import java.util.Arrays;

/**
 * The factors of {@code A·P = Q·R} by Householder's reflections, with or without exchanging columns
 * (Golub and Van Loan, <i>Matrix Computations</i>, 4th ed., 5.2 and 5.4), for matrices of at least
 * as many rows as columns. The factors are those of a matrix within {@code m·n·ε·‖A‖} of {@code A},
 * with {@code ε} of F64, and {@code Q} is as near to orthogonal. Here each column is a row.
 */
public final class HouseholderQr {
  /** The square of a length beside 1 that counts as 0: its reciprocal might overflow. */
  private static final double NOTHING = 0x1p-960;

  private final int rows;
  private final double[][] a;
  private final double[][] q;
  private final double[] factors;
  private final double[] diagonal;
  private final int[] permutation;
  private int exponent;

  /** Makes room for matrices of {@code rows} rows and no more columns. */
  public HouseholderQr(int rows, int columns) {
    this.rows = rows;
    a = Rows.zeros(columns, rows);
    q = Rows.zeros(columns, rows);
    factors = new double[columns];
    diagonal = new double[columns];
    permutation = new int[columns];
  }

  /**
   * Returns the memory to read a matrix into, column {@code j} into row {@code j}; {@link
   * #factorise} overwrites it.
   */
  public double[][] columns() {
    return a;
  }

  /** Returns the columns of {@code Q}, as rows. */
  public double[][] orthogonal() {
    return q;
  }

  /** Returns which column of {@code A} each column of {@code A·P} is. */
  int[] permutation() {
    return permutation;
  }

  /** Returns an element of {@code R}. */
  public double upper(int i, int j) {
    return Math.scalb(scaledUpper(i, j), exponent);
  }

  /** Returns an element of {@code R} divided by {@code 2^exponent()}. */
  double scaledUpper(int i, int j) {
    return i > j ? 0 : i == j ? diagonal[i] : a[j][i];
  }

  /** Returns the exponent of the power of two that the matrix was divided by. */
  int exponent() {
    return exponent;
  }

  /**
   * Computes the factors; the diagonal of {@code R} is not negative.
   *
   * @param exchanging whether the longest of the columns left comes first, so that the diagonal of
   *     {@code R} falls
   */
  public void factorise(boolean exchanging) {
    exponent = Rows.scale(a);
    for (int k = 0; k < a.length; k++) {
      permutation[k] = k;
    }
    for (int k = 0; k < a.length; k++) {
      if (exchanging) {
        bringLongest(k);
      }
      reflect(k);
    }
    for (int k = 0; k < a.length; k++) {
      Arrays.fill(q[k], 0);
      q[k][k] = 1;
    }
    for (int k = a.length - 1; k >= 0; k--) {
      for (int j = k; j < a.length; j++) {
        apply(k, q[j]);
      }
    }
    makeDiagonalPositive();
  }

  /** Exchanges columns. Lengths are computed anew, as updated ones would lose their digits. */
  private void bringLongest(int k) {
    int longest = k;
    double most = -1;
    for (int j = k; j < a.length; j++) {
      double square = Rows.dot(a[j], a[j], k, rows);
      if (square > most) {
        most = square;
        longest = j;
      }
    }
    if (longest != k) {
      Rows.swap(a, k, longest);
      int column = permutation[k];
      permutation[k] = permutation[longest];
      permutation[longest] = column;
    }
  }

  /**
   * Replaces column {@code k} from row {@code k} on by the {@code v} of the reflection {@code I −
   * f·v·vᵀ} that makes a multiple of the first unit vector of it, and reflects the columns behind.
   */
  private void reflect(int k) {
    double[] v = a[k];
    double square = Rows.dot(v, v, k, rows);
    if (square < NOTHING) {
      Arrays.fill(v, k, rows, 0);
      factors[k] = 0;
      diagonal[k] = 0;
      return;
    }
    double length = Math.sqrt(square);
    // Of two reflections the one that does not cancel.
    diagonal[k] = v[k] > 0 ? -length : length;
    double first = v[k] - diagonal[k];
    factors[k] = 1 / (length * Math.abs(first));
    v[k] = first;
    for (int j = k + 1; j < a.length; j++) {
      apply(k, a[j]);
    }
  }

  private void apply(int k, double[] x) {
    Rows.addMultiple(x, -factors[k] * Rows.dot(a[k], x, k, rows), a[k], k, rows);
  }

  private void makeDiagonalPositive() {
    for (int k = 0; k < a.length; k++) {
      if (diagonal[k] < 0) {
        diagonal[k] = -diagonal[k];
        for (int j = k + 1; j < a.length; j++) {
          a[j][k] = 0 - a[j][k];
        }
        Rows.negate(q[k]);
      }
    }
  }
}
