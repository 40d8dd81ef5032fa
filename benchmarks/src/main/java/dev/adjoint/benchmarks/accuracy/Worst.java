// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

/** The largest error so far, and where it is. */
final class Worst {
  private double ulps;
  private double at;
  private long wrong;
  private double wrongAt;

  /** Returns whether an error, of any accuracy, is worth a closer look. */
  boolean mayBeExceededBy(double error) {
    return !(error <= ulps);
  }

  /** Takes an error into account: in units in the last place, ∞ for a result of another kind. */
  void add(double error, double x) {
    if (!(error < Double.POSITIVE_INFINITY)) {
      wrongAt = wrong == 0 ? x : wrongAt;
      wrong++;
    } else if (error > ulps) {
      ulps = error;
      at = x;
    }
  }

  /** Takes another one's errors into account. */
  void add(Worst other) {
    add(other.ulps, other.at);
    wrongAt = wrong == 0 ? other.wrongAt : wrongAt;
    wrong += other.wrong;
  }

  /** Returns the largest finite error. */
  double ulps() {
    return ulps;
  }

  /** Returns where it is. */
  double at() {
    return at;
  }

  /**
   * Returns how often the result was NaN, infinite or a zero of the wrong sign where it should not
   * be, or was not where it should.
   */
  long wrong() {
    return wrong;
  }

  /** Returns where that happened first. */
  double wrongAt() {
    return wrongAt;
  }
}
