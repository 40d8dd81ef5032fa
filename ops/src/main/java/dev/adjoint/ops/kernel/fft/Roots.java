// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.fft;

/**
 * The {@code n}-th roots of unity {@code e^(−2πik/n)}. Each is computed in the half of an eighth of
 * a turn next to an axis and carried over from there, so that those which are mirrored to each
 * other have exactly the same parts, and 1, −i, −1 and i are exact.
 *
 * @param re the real parts
 * @param im the imaginary parts
 */
record Roots(double[] re, double[] im) {
  /** Returns all roots of an order. */
  static Roots of(int n) {
    double[] re = new double[n];
    double[] im = new double[n];
    for (int k = 0; k < n; k++) {
      long quarter = (8L * k + n) / (2L * n);
      long rest = 4L * k - quarter * n;
      boolean isDiagonal = 2 * Math.abs(rest) == n;
      double angle = Math.PI / 2 * rest / n;
      double x = isDiagonal ? Math.sqrt(0.5) : StrictMath.cos(angle);
      double y = isDiagonal ? Math.copySign(Math.sqrt(0.5), rest) : StrictMath.sin(angle);
      re[k] = turned(quarter, x, y);
      im[k] = -turned(quarter - 1, x, y);
    }
    return new Roots(re, im);
  }

  /** Returns the first coordinate of a point after some quarters of a turn. */
  private static double turned(long quarters, double x, double y) {
    return switch ((int) (quarters & 3)) {
      case 0 -> x;
      case 1 -> -y;
      case 2 -> -x;
      default -> y;
    };
  }
}
