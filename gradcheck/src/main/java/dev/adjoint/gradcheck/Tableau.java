// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * Richardson's extrapolation of difference quotients with halving steps to step 0, where the
 * rounding of every quotient is known.
 *
 * <p>{@code T(i, j) = T(i, j−1) + (T(i, j−1) − T(i−1, j−1)) / (2^{pj} − 1)} removes one power of
 * the step after the other, of {@code p = 2} for central differences and 1 for those of one side.
 * An entry is as good as it differs from its neighbours and is rounded; and no entry of smaller
 * steps may differ from it by more than its own rounding explains.
 */
final class Tableau {
  private static final int COLUMNS = 7;

  /** An entry of smaller steps may be off by this many times its rounding. */
  private static final double PATIENCE = 4;

  private final double[][] entries;
  private final double[] steps;
  private final double[] noise;
  private final double[] growth = new double[COLUMNS];

  /**
   * Extrapolates.
   *
   * @param quotients the difference quotients
   * @param steps their steps, the widest first
   * @param noise how far rounding may move each
   * @param power the power of the step in which errors begin, and by which they go on: 1 or 2
   */
  Tableau(double[] quotients, double[] steps, double[] noise, int power) {
    this.steps = steps;
    this.noise = noise;
    this.entries = new double[quotients.length][];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new double[Math.min(i + 1, COLUMNS)];
      entries[i][0] = quotients[i];
      for (int j = 1; j < entries[i].length; j++) {
        double previous = entries[i][j - 1];
        double step = Math.scalb(1.0, power * j) - 1;
        entries[i][j] = previous + (previous - entries[i - 1][j - 1]) / step;
      }
    }
    growth[0] = 1;
    for (int j = 1; j < COLUMNS; j++) {
      double step = Math.scalb(1.0, power * j);
      growth[j] = growth[j - 1] * (step + 1) / (step - 1);
    }
  }

  /** Returns the best entry; one of infinite error if there are too few steps. */
  Slope best() {
    Slope best = Slope.UNKNOWN;
    for (int i = 1; i < entries.length; i++) {
      for (int j = 1; j < entries[i].length; j++) {
        double known = converged(i, j) + growth[j] * noise[i];
        if (known < best.error()) {
          double error = known + contradiction(i, j);
          if (error < best.error()) {
            best = new Slope(entries[i][j], error, steps[i]);
          }
        }
      }
    }
    return best;
  }

  private double converged(int i, int j) {
    double value = entries[i][j];
    return Math.max(Math.abs(value - entries[i][j - 1]), Math.abs(value - entries[i - 1][j - 1]));
  }

  /** Returns by how much an entry of smaller steps differs, more than rounding explains. */
  private double contradiction(int i, int j) {
    double most = 0;
    for (int k = i + 1; k < entries.length; k++) {
      double apart = Math.abs(entries[k][j] - entries[i][j]);
      most = Math.max(most, apart - PATIENCE * growth[j] * noise[k]);
    }
    return most;
  }
}
