// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import java.util.random.RandomGenerator;

/**
 * Moves numbers by a few units of roundoff, as rounding may have done (Parker, "Monte Carlo
 * arithmetic", 1997): what comes out of a computation so disturbed differs from what came out
 * before by about as much as the computation itself errs, cancellation included.
 */
final class Jitter {
  private static final double UNITS = 4;

  private final double unit;
  private final RandomGenerator random;
  private final boolean all;
  private boolean single;
  private boolean strained;

  /**
   * Returns what moves numbers that are rounded.
   *
   * @param unit the unit roundoff; 0 moves nothing
   */
  Jitter(double unit, RandomGenerator random) {
    this(unit, random, false);
  }

  /**
   * Returns what moves numbers.
   *
   * @param all whether to move those too that need no rounding
   */
  Jitter(double unit, RandomGenerator random, boolean all) {
    this.unit = unit;
    this.random = random;
    this.all = all;
    this.single = unit > 0x1p-40;
  }

  /** Returns what moves nothing. */
  static Jitter none() {
    return new Jitter(0, Numbers.NO_RANDOM);
  }

  /**
   * Returns what moves nothing, but writes down which results leave the range.
   *
   * @param single whether that is the range of F32
   */
  static Jitter watching(boolean single) {
    Jitter watching = none();
    watching.single = single;
    return watching;
  }

  /** Returns whether numbers are moved that need no rounding. */
  boolean movesAll() {
    return all;
  }

  /** Returns whether rounding and range are those of F32. */
  boolean isSingle() {
    return single;
  }

  /** Returns a number near {@code x}. */
  double of(double x) {
    return of(x, 1);
  }

  /** Returns a number near {@code x}, a multiple of the usual distance away. */
  double of(double x, double times) {
    if (unit == 0 || x == 0 || !Double.isFinite(x)) {
      return x;
    }
    double r = UNITS * times * (2 * random.nextDouble() - 1);
    double smallest = isSingle() ? Float.MIN_VALUE : Double.MIN_VALUE;
    double normal = isSingle() ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return x + x * unit * r + (Math.abs(x) < normal ? smallest * Math.rint(r) : 0);
  }

  /** Writes down that a result left the range in which numbers have all their digits. */
  void strain() {
    strained = true;
  }

  /** Returns whether a result left the range. */
  boolean isStrained() {
    return strained;
  }
}
