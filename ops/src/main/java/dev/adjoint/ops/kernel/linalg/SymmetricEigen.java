// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import java.util.Arrays;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: reflections make it tridiagonal,
 * rotations by the implicit QL method make that diagonal (Golub and Van Loan, <i>Matrix
 * Computations</i>, 4th ed., 8.3; Bowdler, Martin, Reinsch and Wilkinson, 1968). Values and vectors
 * are those of a matrix within a small multiple of {@code n·ε·‖A‖} of {@code A}, with {@code ε} of
 * F64.
 */
public final class SymmetricEigen {
  private static final int MOST_ROTATIONS_OF_ONE = 60;

  private final int n;
  private final double[][] a;
  private final double[][] vectors;
  private final double[] values;
  private final double[] beside;
  private final double[] factors;
  private final double[] product;

  /** Makes room for matrices of {@code n} rows. */
  public SymmetricEigen(int n) {
    this.n = n;
    a = Rows.zeros(n, n);
    vectors = Rows.zeros(n, n);
    values = new double[n];
    beside = new double[n];
    factors = new double[n];
    product = new double[n];
  }

  /** Returns the memory to read a matrix into, which {@link #compute} overwrites. */
  public double[][] matrix() {
    return a;
  }

  /** Returns the eigenvalues, in ascending order. */
  public double[] values() {
    return values;
  }

  /** Returns the eigenvectors, as rows; see {@link Rows#isNegative} for their sign. */
  public double[][] vectors() {
    return vectors;
  }

  /**
   * Computes values and vectors of the matrix, taken as {@code ½(A + Aᵀ)}.
   *
   * @return whether the rotations came to an end, as they always do but for a fault
   */
  public boolean compute() {
    Rows.symmetrise(a);
    int exponent = Rows.scale(a);
    for (int k = 0; k < n - 2; k++) {
      reflect(k);
    }
    for (int i = 0; i < n; i++) {
      values[i] = a[i][i];
      beside[i] = i < n - 1 ? a[i][i + 1] : 0;
    }
    formVectors();
    for (int i = 0; i < n; i++) {
      if (!deflate(i)) {
        return false;
      }
    }
    sort();
    Rows.scale(values, exponent);
    for (double[] vector : vectors) {
      if (Rows.isNegative(vector)) {
        Rows.negate(vector);
      }
    }
    return true;
  }

  /**
   * Reflects rows and columns behind {@code k}, so that row {@code k} has one element beside its
   * diagonal. That stays there; the vector of the reflection is kept in column {@code k}.
   */
  private void reflect(int k) {
    double[] v = a[k];
    double tail = Rows.dot(v, v, k + 2, n);
    factors[k] = 0;
    if (tail < 0x1p-960) {
      Arrays.fill(v, k + 2, n, 0);
      return;
    }
    double length = Math.sqrt(tail + v[k + 1] * v[k + 1]);
    double element = v[k + 1] > 0 ? -length : length;
    v[k + 1] -= element;
    double factor = 1 / (length * Math.abs(v[k + 1]));
    for (int i = k + 1; i < n; i++) {
      product[i] = factor * Rows.dot(a[i], v, k + 1, n);
    }
    double half = factor / 2 * Rows.dot(product, v, k + 1, n);
    Rows.addMultiple(product, -half, v, k + 1, n);
    for (int i = k + 1; i < n; i++) {
      // One sum of both products, so that the matrix stays symmetric to the bit.
      subtractProducts(a[i], v[i], product, product[i], v, k + 1);
    }
    factors[k] = factor;
    for (int i = k + 1; i < n; i++) {
      a[i][k] = v[i];
    }
    v[k + 1] = element;
  }

  private void subtractProducts(double[] y, double f, double[] w, double g, double[] v, int from) {
    for (int j = from; j < n; j++) {
      y[j] -= f * w[j] + g * v[j];
    }
  }

  /** Multiplies the reflections, the last one first. */
  private void formVectors() {
    Rows.toIdentity(vectors);
    for (int k = n - 3; k >= 0; k--) {
      if (factors[k] != 0) {
        for (int i = k + 1; i < n; i++) {
          product[i] = a[i][k];
        }
        for (int i = k + 1; i < n; i++) {
          double along = factors[k] * Rows.dot(vectors[i], product, k + 1, n);
          Rows.addMultiple(vectors[i], -along, product, k + 1, n);
        }
      }
    }
  }

  /** Rotates until value {@code i} stands alone. */
  private boolean deflate(int i) {
    for (int round = 0; round < MOST_ROTATIONS_OF_ONE; round++) {
      int end = i;
      while (end < n - 1 && !isNegligible(end)) {
        end++;
      }
      if (end == i) {
        return true;
      }
      sweep(i, end);
    }
    return false;
  }

  private boolean isNegligible(int i) {
    double neighbours = Math.abs(values[i]) + Math.abs(values[i + 1]);
    return Math.abs(beside[i]) <= 0x1p-53 * neighbours || Math.abs(beside[i]) < 0x1p-480;
  }

  /**
   * Does one implicit QL step, with Wilkinson's shift, on the block from {@code i} to {@code end}.
   */
  private void sweep(int i, int end) {
    double half = (values[i + 1] - values[i]) / (2 * beside[i]);
    double root = StrictMath.hypot(half, 1);
    double g = values[end] - values[i] + beside[i] / (half + Math.copySign(root, half));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int k = end - 1; k >= i; k--) {
      double f = s * beside[k];
      double b = c * beside[k];
      double r = StrictMath.hypot(f, g);
      beside[k + 1] = r;
      if (r == 0) {
        // The block falls apart here.
        values[k + 1] -= p;
        beside[end] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = values[k + 1] - p;
      double t = (values[k] - g) * s + 2 * c * b;
      p = s * t;
      values[k + 1] = g + p;
      g = c * t - b;
      Rows.rotate(vectors[k], vectors[k + 1], c, s);
    }
    values[i] -= p;
    beside[i] = g;
    beside[end] = 0;
  }

  private void sort() {
    for (int i = 0; i < n - 1; i++) {
      int least = i;
      for (int j = i + 1; j < n; j++) {
        least = values[j] < values[least] ? j : least;
      }
      if (least != i) {
        double value = values[i];
        values[i] = values[least];
        values[least] = value;
        Rows.swap(vectors, i, least);
      }
    }
  }
}
