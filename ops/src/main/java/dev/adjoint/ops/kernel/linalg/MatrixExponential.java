// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import java.util.Arrays;

/**
 * The exponential of a square matrix by scaling and squaring: {@code exp(A) = exp(A/2ˢ)^(2ˢ)}, with
 * the Padé approximant of degree 13 of a matrix whose 1-norm is at most 5.37, within {@code ε} of
 * F64 of a matrix near it (Higham, <i>The scaling and squaring method for the matrix exponential
 * revisited</i>, 2005). The squarings add rounding of about {@code 2ˢ·n·ε·‖exp(A)‖} at worst, and
 * hardly any if {@code A} is normal.
 */
public final class MatrixExponential {
  /** The largest norm at which the approximant is as exact as a double. */
  private static final double THETA = 5.371920351148152;

  private static final double[] COEFFICIENTS = {
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0
  };

  private final int n;
  private final double[][] a;
  private final double[][] a2;
  private final double[][] a4;
  private final double[][] a6;
  private final double[][] odd;
  private final double[][] even;
  private final double[][] work;
  private final LuFactors factors;

  /** Makes room for matrices of {@code n} rows. */
  public MatrixExponential(int n) {
    this.n = n;
    a = Rows.zeros(n, n);
    a2 = Rows.zeros(n, n);
    a4 = Rows.zeros(n, n);
    a6 = Rows.zeros(n, n);
    odd = Rows.zeros(n, n);
    even = Rows.zeros(n, n);
    work = Rows.zeros(n, n);
    factors = new LuFactors(n, n);
  }

  /** Returns the memory to read a finite matrix into, which {@link #compute} overwrites. */
  public double[][] matrix() {
    return a;
  }

  /** Returns the exponential, valid until the next call. */
  public double[][] compute() {
    int squarings = scale();
    multiply(a, a, a2);
    multiply(a2, a2, a4);
    multiply(a4, a2, a6);
    half(1, work, odd);
    multiply(a, odd, work);
    copy(work, odd);
    half(0, work, even);
    // exp(A) is about (even − odd)⁻¹·(even + odd).
    double[][] below = factors.matrix();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        below[i][j] = even[i][j] - odd[i][j];
        even[i][j] += odd[i][j];
      }
    }
    factors.factorise();
    factors.solve(false, even);
    double[][] power = even;
    for (int i = 0; i < squarings; i++) {
      double[][] square = power == even ? work : even;
      multiply(power, power, square);
      power = square;
    }
    return power;
  }

  /**
   * Divides the matrix by a power of two so that the approximant is exact; returns its exponent.
   */
  private int scale() {
    double norm = 0;
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += Math.abs(a[i][j]);
      }
      norm = Math.max(norm, sum);
    }
    int squarings = norm > THETA ? Math.max(0, Math.getExponent(norm / THETA) + 1) : 0;
    for (double[] row : a) {
      Rows.scale(row, -squarings);
    }
    return squarings;
  }

  /**
   * Computes the even powers of the numerator, or the odd ones divided by {@code A}.
   *
   * @param first 0 or 1
   */
  private void half(int first, double[][] inner, double[][] to) {
    double[] b = COEFFICIENTS;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        inner[i][j] = b[12 + first] * a6[i][j] + b[10 + first] * a4[i][j] + b[8 + first] * a2[i][j];
      }
    }
    multiply(a6, inner, to);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        to[i][j] += b[6 + first] * a6[i][j] + b[4 + first] * a4[i][j] + b[2 + first] * a2[i][j];
      }
      to[i][i] += b[first];
    }
  }

  private static void copy(double[][] from, double[][] to) {
    for (int i = 0; i < from.length; i++) {
      System.arraycopy(from[i], 0, to[i], 0, from.length);
    }
  }

  /** Computes {@code c = a·b}: each element a chain of sums in the order of the inner index. */
  private void multiply(double[][] a, double[][] b, double[][] c) {
    for (int i = 0; i < n; i++) {
      Arrays.fill(c[i], 0);
      for (int k = 0; k < n; k++) {
        Rows.addMultiple(c[i], a[i][k], b[k], 0, n);
      }
    }
  }
}
