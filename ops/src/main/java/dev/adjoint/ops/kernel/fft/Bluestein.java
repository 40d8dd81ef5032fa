// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.fft;

import java.util.Arrays;

/**
 * The transform of any length as a convolution, by {@code 2jk = j² + k² − (k − j)²}: with {@code wⱼ
 * = e^(−πij²/n)} it is {@code yₖ = wₖ·Σⱼ (xⱼ·wⱼ)·w̄ₖ₋ⱼ}, for which a power of two is long enough.
 * From Bluestein, <i>A Linear Filtering Approach to the Computation of Discrete Fourier
 * Transform</i>, 1970.
 */
final class Bluestein implements FourierPlan {
  private final int length;
  private final int padded;
  private final MixedRadix plan;
  private final double[] chirpRe;
  private final double[] chirpIm;
  private final double[] filterRe;
  private final double[] filterIm;

  /** Creates a plan for lengths below 2²⁹. */
  Bluestein(int length) {
    this.length = length;
    this.padded = Integer.highestOneBit(2 * length - 2) * 2;
    this.plan = new MixedRadix(padded);
    this.chirpRe = new double[length];
    this.chirpIm = new double[length];
    this.filterRe = new double[padded];
    this.filterIm = new double[padded];
    Roots roots = Roots.of(2 * length);
    for (int j = 0; j < length; j++) {
      int root = (int) ((long) j * j % (2L * length));
      chirpRe[j] = roots.re()[root];
      chirpIm[j] = roots.im()[root];
      int mirrored = j == 0 ? 0 : padded - j;
      filterRe[j] = filterRe[mirrored] = chirpRe[j] / padded;
      filterIm[j] = filterIm[mirrored] = -chirpIm[j] / padded;
    }
    plan.transform(filterRe, filterIm, new double[padded], new double[padded]);
  }

  @Override
  public double[][] memory() {
    return new double[4][padded];
  }

  @Override
  public void transform(double[] re, double[] im, double[][] memory) {
    double[] xr = memory[0];
    double[] xi = memory[1];
    Arrays.fill(xr, length, padded, 0);
    Arrays.fill(xi, length, padded, 0);
    for (int j = 0; j < length; j++) {
      xr[j] = re[j] * chirpRe[j] - im[j] * chirpIm[j];
      xi[j] = re[j] * chirpIm[j] + im[j] * chirpRe[j];
    }
    plan.transform(xr, xi, memory[2], memory[3]);
    for (int j = 0; j < padded; j++) {
      double r = xr[j] * filterRe[j] - xi[j] * filterIm[j];
      xi[j] = xr[j] * filterIm[j] + xi[j] * filterRe[j];
      xr[j] = r;
    }
    // With both parts exchanged before and after, it is the inverse
    plan.transform(xi, xr, memory[2], memory[3]);
    for (int j = 0; j < length; j++) {
      re[j] = xr[j] * chirpRe[j] - xi[j] * chirpIm[j];
      im[j] = xr[j] * chirpIm[j] + xi[j] * chirpRe[j];
    }
  }
}
