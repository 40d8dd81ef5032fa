// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.linalg;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;

/**
 * The singular values and vectors of a matrix: the factor {@code R} of a QR factorisation with
 * exchanged columns, then rotations of pairs of its rows until all are orthogonal (Golub and Van
 * Loan, <i>Matrix Computations</i>, 4th ed., 8.6.3; Drmač and Veselić, <i>New fast and accurate
 * Jacobi SVD algorithm</i>, 2008). Values and vectors are those of a matrix within a small multiple
 * of {@code (m + n)·ε·‖A‖} of {@code A}, with {@code ε} of F64. Values more than 2⁴⁸⁰ times smaller
 * than the largest element count as 0.
 *
 * <p>A wide matrix is transposed first. What follows speaks of the tall one.
 */
public final class JacobiSvd {
  private static final int MOST_SWEEPS = 60;
  private static final double NOTHING = 0x1p-960;

  /** So many rows are rotated with as many others before the next ones are. */
  private static final int BLOCK = 16;

  private final boolean isWide;
  private final int n;
  private final HouseholderQr qr;

  /** The rows of {@code R}, rotated: in the end each is a value times its right vector. */
  private final double[][] r;

  /** The product of all rotations: {@code R} is its transpose times the rotated rows. */
  private final double[][] rotations;

  private final double[] squares;
  private final double[] values;
  private final double[][] tallVectors;
  private final double[][] vectors;

  /** Makes room for matrices. */
  public JacobiSvd(int rows, int columns) {
    isWide = columns > rows;
    n = Math.min(rows, columns);
    int m = Math.max(rows, columns);
    qr = new HouseholderQr(m, n);
    r = Rows.zeros(n, n);
    rotations = Rows.zeros(n, n);
    squares = new double[n];
    values = new double[n];
    tallVectors = Rows.zeros(n, m);
    vectors = Rows.zeros(n, n);
  }

  /** Returns about how many multiplications a matrix takes. */
  public static long work(int rows, int columns) {
    long least = Math.min(rows, columns);
    return least * least * (4L * Math.max(rows, columns) + 30 * least);
  }

  /**
   * Computes values and vectors of a matrix of a batch.
   *
   * @param op the op that asks, for the error
   * @param type the type of the batch
   */
  public void compute(Op op, TensorType type, Buffer in, int item) {
    if (isWide) {
      Rows.load(in, item, qr.columns());
    } else {
      Rows.loadTransposed(in, item, qr.columns());
    }
    qr.factorise(true);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        r[i][j] = qr.scaledUpper(i, j);
      }
    }
    Rows.toIdentity(rotations);
    int sweeps = 0;
    while (sweep()) {
      if (++sweeps == MOST_SWEEPS) {
        throw new ArithmeticException(
            "%s: no singular values of %s after %s sweeps"
                .formatted(op.name(), MatrixTypes.name(type, item), sweeps));
      }
    }
    finish();
  }

  /**
   * Rotates all pairs of rows that are not orthogonal, those of two blocks at a time, which fit the
   * cache; returns whether there was one.
   */
  private boolean sweep() {
    double tolerance = Math.sqrt(n) * 0x1p-52;
    boolean rotated = false;
    for (int i = 0; i < n; i++) {
      squares[i] = Rows.dot(r[i], r[i], 0, n);
    }
    for (int top = 0; top < n; top += BLOCK) {
      for (int left = top; left < n; left += BLOCK) {
        for (int i = top; i < Math.min(n, top + BLOCK); i++) {
          for (int j = Math.max(i + 1, left); j < Math.min(n, left + BLOCK); j++) {
            rotated |= makeOrthogonal(i, j, tolerance);
          }
        }
      }
    }
    return rotated;
  }

  /** Rotates two rows unless they are orthogonal. */
  private boolean makeOrthogonal(int i, int j, double tolerance) {
    double along = Rows.dot(r[i], r[j], 0, n);
    double size = Math.sqrt(squares[i]) * Math.sqrt(squares[j]);
    if (Math.abs(along) <= tolerance * size || size <= NOTHING) {
      return false;
    }
    double zeta = (squares[j] - squares[i]) / (2 * along);
    double t = Math.copySign(1 / (Math.abs(zeta) + StrictMath.hypot(zeta, 1)), zeta);
    double c = 1 / Math.sqrt(1 + t * t);
    Rows.rotate(r[i], r[j], c, c * t);
    Rows.rotate(rotations[i], rotations[j], c, c * t);
    // Good enough to choose angles by. The last sweep, which finds nothing to rotate, begins with
    // squares computed anew.
    squares[i] = Math.max(0, squares[i] - t * along);
    squares[j] = Math.max(0, squares[j] + t * along);
    return true;
  }

  /** Makes values and vectors of the rotated rows, and fixes order and signs. */
  private void finish() {
    sort();
    for (int i = 0; i < n; i++) {
      boolean isZero = squares[i] < NOTHING;
      values[i] = isZero ? 0 : Math.sqrt(squares[i]);
      if (isZero) {
        complete(i);
      } else {
        for (int j = 0; j < n; j++) {
          vectors[i][qr.permutation()[j]] = r[i][j] / values[i];
        }
      }
      Arrays.fill(tallVectors[i], 0);
      for (int j = 0; j < n; j++) {
        double[] column = qr.orthogonal()[j];
        Rows.addMultiple(tallVectors[i], rotations[i][j], column, 0, column.length);
      }
      if (Rows.isNegative(left()[i])) {
        Rows.negate(tallVectors[i]);
        Rows.negate(vectors[i]);
      }
    }
    Rows.scale(values, qr.exponent());
  }

  private void sort() {
    for (int i = 0; i < n - 1; i++) {
      int most = i;
      for (int j = i + 1; j < n; j++) {
        most = squares[j] > squares[most] ? j : most;
      }
      if (most != i) {
        double square = squares[i];
        squares[i] = squares[most];
        squares[most] = square;
        Rows.swap(r, i, most);
        Rows.swap(rotations, i, most);
      }
    }
  }

  /**
   * Makes vector {@code i} orthogonal to those before it: of the unit vector that lies farthest
   * from them, twice, as once does not remove what rounding leaves.
   */
  private void complete(int i) {
    int farthest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      double near = 0;
      for (int k = 0; k < i; k++) {
        near += vectors[k][j] * vectors[k][j];
      }
      if (near < least) {
        least = near;
        farthest = j;
      }
    }
    double[] vector = vectors[i];
    Arrays.fill(vector, 0);
    vector[farthest] = 1;
    for (int time = 0; time < 2; time++) {
      for (int k = 0; k < i; k++) {
        Rows.addMultiple(vector, -Rows.dot(vector, vectors[k], 0, n), vectors[k], 0, n);
      }
    }
    Rows.divide(vector, Math.sqrt(Rows.dot(vector, vector, 0, n)), 0, n);
  }

  /** Returns the singular values, in descending order. */
  public double[] values() {
    return values;
  }

  /** Returns the left vectors of the matrix as it was given, as rows. */
  public double[][] left() {
    return isWide ? vectors : tallVectors;
  }

  /** Returns the right vectors of the matrix as it was given, as rows. */
  public double[][] right() {
    return isWide ? tallVectors : vectors;
  }
}
