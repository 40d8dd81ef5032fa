// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.fft;

import java.util.ArrayList;
import java.util.List;

/**
 * The fast Fourier transform of lengths with small prime factors, in Stockham's order, which sorts
 * while it computes: a step of radix {@code r} makes of {@code s} transforms of length {@code n},
 * element by element beside each other, {@code r·s} ones of length {@code n/r}. From Van Loan,
 * <i>Computational Frameworks for the Fast Fourier Transform</i>, 1992, section 1.7. The error of
 * the result grows with the number of steps.
 */
final class MixedRadix implements FourierPlan {
  private final int length;
  private final int[] radices;
  private final Roots roots;

  /** Creates a plan for a length whose prime factors are at most {@link #LARGEST_PRIME}. */
  MixedRadix(int length) {
    this.length = length;
    this.roots = Roots.of(length);
    List<Integer> found = new ArrayList<>();
    int rest = length;
    for (int r : new int[] {4, 2, 3, 5, 7, 11, 13}) {
      for (; rest % r == 0; rest /= r) {
        found.add(r);
      }
    }
    this.radices = found.stream().mapToInt(r -> r).toArray();
  }

  @Override
  public double[][] memory() {
    return new double[2][length];
  }

  @Override
  public void transform(double[] re, double[] im, double[][] memory) {
    transform(re, im, memory[0], memory[1]);
  }

  /** Transforms a line in place, with memory of its length beside it. */
  void transform(double[] re, double[] im, double[] scratchRe, double[] scratchIm) {
    double[] xr = re;
    double[] xi = im;
    double[] yr = scratchRe;
    double[] yi = scratchIm;
    int n = length;
    int s = 1;
    for (int r : radices) {
      switch (r) {
        case 2 -> two(n, s, xr, xi, yr, yi);
        case 4 -> four(n, s, xr, xi, yr, yi);
        default -> odd(r, n, s, xr, xi, yr, yi);
      }
      double[] swapped = xr;
      xr = yr;
      yr = swapped;
      swapped = xi;
      xi = yi;
      yi = swapped;
      n /= r;
      s *= r;
    }
    if (xr != re) {
      System.arraycopy(xr, 0, re, 0, length);
      System.arraycopy(xi, 0, im, 0, length);
    }
  }

  private void two(int n, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = n / 2;
    for (int p = 0; p < m; p++) {
      double wr = roots.re()[p * s];
      double wi = roots.im()[p * s];
      int a = s * p;
      int b = s * (p + m);
      int y = s * 2 * p;
      for (int q = 0; q < s; q++) {
        double dr = xr[a + q] - xr[b + q];
        double di = xi[a + q] - xi[b + q];
        yr[y + q] = xr[a + q] + xr[b + q];
        yi[y + q] = xi[a + q] + xi[b + q];
        yr[y + s + q] = dr * wr - di * wi;
        yi[y + s + q] = dr * wi + di * wr;
      }
    }
  }

  private void four(int n, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = n / 4;
    double[] rr = roots.re();
    double[] ri = roots.im();
    for (int p = 0; p < m; p++) {
      double w1r = rr[p * s];
      double w1i = ri[p * s];
      double w2r = rr[2 * p * s];
      double w2i = ri[2 * p * s];
      double w3r = rr[3 * p * s];
      double w3i = ri[3 * p * s];
      int step = s * m;
      int y = s * 4 * p;
      for (int q = 0; q < s; q++) {
        int a = s * p + q;
        double sumR = xr[a] + xr[a + 2 * step];
        double sumI = xi[a] + xi[a + 2 * step];
        double difR = xr[a] - xr[a + 2 * step];
        double difI = xi[a] - xi[a + 2 * step];
        double oddR = xr[a + step] + xr[a + 3 * step];
        double oddI = xi[a + step] + xi[a + 3 * step];
        // −i times the difference of the odd ones
        double turnR = xi[a + step] - xi[a + 3 * step];
        double turnI = xr[a + 3 * step] - xr[a + step];
        int to = y + q;
        yr[to] = sumR + oddR;
        yi[to] = sumI + oddI;
        double br = difR + turnR;
        double bi = difI + turnI;
        yr[to + s] = br * w1r - bi * w1i;
        yi[to + s] = br * w1i + bi * w1r;
        double cr = sumR - oddR;
        double ci = sumI - oddI;
        yr[to + 2 * s] = cr * w2r - ci * w2i;
        yi[to + 2 * s] = cr * w2i + ci * w2r;
        double dr = difR - turnR;
        double di = difI - turnI;
        yr[to + 3 * s] = dr * w3r - di * w3i;
        yi[to + 3 * s] = dr * w3i + di * w3r;
      }
    }
  }

  /** Does a step of an odd prime radix: pairs of elements of equal distance from the first. */
  private void odd(int r, int n, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
    int m = n / r;
    for (int p = 0; p < m; p++) {
      for (int q = 0; q < s; q++) {
        int x = s * p + q;
        int y = s * r * p + q;
        firstOfOdd(r, s * m, x, y, xr, xi, yr, yi);
        for (int j = 1; j <= r / 2; j++) {
          pairOfOdd(r, j, m, s, p, x, y, xr, xi, yr, yi);
        }
      }
    }
  }

  private static void firstOfOdd(
      int r, int step, int x, int y, double[] xr, double[] xi, double[] yr, double[] yi) {
    double re = xr[x];
    double im = xi[x];
    for (int k = 1; k < r; k++) {
      re += xr[x + k * step];
      im += xi[x + k * step];
    }
    yr[y] = re;
    yi[y] = im;
  }

  /** Computes outputs {@code j} and {@code r − j}, which have the same products. */
  private void pairOfOdd(
      int r,
      int j,
      int m,
      int s,
      int p,
      int x,
      int y,
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi) {
    int step = s * m;
    double evenR = xr[x];
    double evenI = xi[x];
    double oddR = 0;
    double oddI = 0;
    for (int k = 1; k <= r / 2; k++) {
      int root = j * k % r * (length / r);
      double c = roots.re()[root];
      double d = roots.im()[root];
      int low = x + k * step;
      int high = x + (r - k) * step;
      evenR += c * (xr[low] + xr[high]);
      evenI += c * (xi[low] + xi[high]);
      // i·d times the difference
      oddR -= d * (xi[low] - xi[high]);
      oddI += d * (xr[low] - xr[high]);
    }
    turn(evenR + oddR, evenI + oddI, j * p * s, yr, yi, y + j * s);
    turn(evenR - oddR, evenI - oddI, (r - j) * p * s, yr, yi, y + (r - j) * s);
  }

  private void turn(double re, double im, int root, double[] yr, double[] yi, int at) {
    double c = roots.re()[root];
    double d = roots.im()[root];
    yr[at] = re * c - im * d;
    yi[at] = re * d + im * c;
  }
}
