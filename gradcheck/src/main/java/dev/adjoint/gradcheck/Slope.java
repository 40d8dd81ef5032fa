// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * A slope by differences.
 *
 * @param value the slope
 * @param error how far it may be off
 * @param step the smallest step that it was computed from
 */
record Slope(double value, double error, double step) {
  static final Slope UNKNOWN = new Slope(Double.NaN, Double.POSITIVE_INFINITY, 1);

  /** Returns the one with the smaller error. */
  Slope orBetter(Slope other) {
    return other.error < error ? other : this;
  }

  /** Returns whether there is one at all. */
  boolean isKnown() {
    return error < Double.POSITIVE_INFINITY;
  }
}
