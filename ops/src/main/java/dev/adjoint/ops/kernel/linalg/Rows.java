// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import dev.adjoint.graph.Buffer;
import java.util.Arrays;

/** Rows of doubles, of which the matrices here are made, and what is done to them. */
public final class Rows {
  private Rows() {}

  // ---------------- matrices of a batch

  /** Returns zeros. */
  public static double[][] zeros(int rows, int columns) {
    return new double[rows][columns];
  }

  /** Reads a matrix of a batch. */
  public static void load(Buffer in, int item, double[][] x) {
    int at = item * x.length * columns(x);
    for (double[] row : x) {
      for (int j = 0; j < row.length; j++) {
        row[j] = in.getDouble(at++);
      }
    }
  }

  /** Reads a matrix of a batch, its columns into rows. */
  public static void loadTransposed(Buffer in, int item, double[][] x) {
    int at = item * x.length * columns(x);
    for (int j = 0; j < columns(x); j++) {
      for (double[] row : x) {
        row[j] = in.getDouble(at++);
      }
    }
  }

  /** Writes a matrix of a batch. */
  public static void store(double[][] x, Buffer out, int item) {
    int at = item * x.length * columns(x);
    for (double[] row : x) {
      for (double v : row) {
        out.setDouble(at++, v);
      }
    }
  }

  /** Writes a matrix of a batch, rows as columns. */
  public static void storeTransposed(double[][] x, Buffer out, int item) {
    int at = item * x.length * columns(x);
    for (int j = 0; j < columns(x); j++) {
      for (double[] row : x) {
        out.setDouble(at++, row[j]);
      }
    }
  }

  /** Writes a vector of a batch. */
  public static void store(double[] x, Buffer out, int item) {
    for (int i = 0; i < x.length; i++) {
      out.setDouble(item * x.length + i, x[i]);
    }
  }

  private static int columns(double[][] x) {
    return x.length == 0 ? 0 : x[0].length;
  }

  /** Makes a matrix the identity. */
  public static void toIdentity(double[][] x) {
    for (int i = 0; i < x.length; i++) {
      Arrays.fill(x[i], 0);
      x[i][i] = 1;
    }
  }

  /** Mirrors the average of a square matrix and its transpose: {@code ½(x + xᵀ)}. */
  static void symmetrise(double[][] x) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        // Halved before they are added, as the sum of two large numbers may overflow.
        double mean = x[i][j] / 2 + x[j][i] / 2;
        x[i][j] = mean;
        x[j][i] = mean;
      }
    }
  }

  /**
   * Multiplies a matrix by a power of two that brings its largest element to between 1 and 2, so
   * that squares neither overflow nor vanish.
   *
   * @return the exponent that undoes it; 0 for a matrix of zeros
   */
  static int scale(double[][] x) {
    double max = 0;
    for (double[] row : x) {
      for (double v : row) {
        max = Math.max(max, Math.abs(v));
      }
    }
    int exponent = max == 0 ? 0 : Math.getExponent(Math.max(max, Double.MIN_NORMAL));
    for (double[] row : x) {
      scale(row, -exponent);
    }
    return exponent;
  }

  /** Multiplies elements by a power of two. */
  static void scale(double[] x, int exponent) {
    if (exponent != 0) {
      for (int j = 0; j < x.length; j++) {
        x[j] = Math.scalb(x[j], exponent);
      }
    }
  }

  // ---------------- rows

  /**
   * Returns {@code Σ a[j]·b[j]} for {@code from ≤ j < to}. Of each eight elements one goes to each
   * of eight lanes, which are added in pairs, those four apart first; the fewer than eight elements
   * at the end are summed alone, and added last.
   */
  static double dot(double[] a, double[] b, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int j = from;
    for (; j <= to - 8; j += 8) {
      s0 += a[j] * b[j];
      s1 += a[j + 1] * b[j + 1];
      s2 += a[j + 2] * b[j + 2];
      s3 += a[j + 3] * b[j + 3];
      s4 += a[j + 4] * b[j + 4];
      s5 += a[j + 5] * b[j + 5];
      s6 += a[j + 6] * b[j + 6];
      s7 += a[j + 7] * b[j + 7];
    }
    double rest = 0;
    for (; j < to; j++) {
      rest += a[j] * b[j];
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)) + rest;
  }

  /** Adds a multiple: {@code y[j] += f·x[j]} for {@code from ≤ j < to}. */
  static void addMultiple(double[] y, double f, double[] x, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] += f * x[j];
    }
  }

  /** Divides elements {@code from ≤ j < to}. */
  static void divide(double[] y, double by, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] /= by;
    }
  }

  /** Rotates a pair of rows: {@code (x, y) ← (c·x − s·y, s·x + c·y)}. */
  static void rotate(double[] x, double[] y, double c, double s) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double v = y[j];
      x[j] = c * u - s * v;
      y[j] = s * u + c * v;
    }
  }

  /** Changes the sign of all elements; zeros stay positive. */
  static void negate(double[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] = 0 - x[j];
    }
  }

  /** Exchanges two rows. */
  static void swap(double[][] x, int i, int j) {
    double[] row = x[i];
    x[i] = x[j];
    x[j] = row;
  }

  /**
   * Returns whether the first of those elements that reach nine tenths of the largest magnitude is
   * negative: what fixes the sign of a vector that has none. The largest alone would not do, as
   * rounding decides among elements of equal magnitude.
   */
  static boolean isNegative(double[] x) {
    double max = 0;
    for (double v : x) {
      max = Math.max(max, Math.abs(v));
    }
    for (double v : x) {
      if (Math.abs(v) >= 0.9 * max) {
        return v < 0;
      }
    }
    return false;
  }
}
