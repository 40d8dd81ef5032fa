// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Optional;

/**
 * One element of one gradient, held against its numerical derivative.
 *
 * @param order the order of the derivative, 1 for that of the function itself
 * @param where which point, such as {@code at the point times 16}; empty for the one that was asked
 *     for
 * @param input the variable by which was differentiated: {@code x0}, {@code x1}, …; from the second
 *     order on also the cotangents {@code dy0}, … of the order before
 * @param index the coordinates of the element
 * @param analytic the derivative by the rules
 * @param numeric the derivative by differences
 * @param tolerance how far apart the two may be: the estimated error of the numeric one and the
 *     rounding of both
 * @param fault why the two do not confirm each other; empty if they do
 */
public record Entry(
    int order,
    String where,
    String input,
    ImmutableIntArray index,
    double analytic,
    double numeric,
    double tolerance,
    Optional<Finding.Kind> fault) {
  /** Returns {@code |analytic − numeric|}. */
  public double error() {
    return Math.abs(analytic - numeric);
  }

  /** Returns whether the two do not confirm each other for the given reason. */
  public boolean has(Finding.Kind kind) {
    return fault.filter(kind::equals).isPresent();
  }

  /**
   * Returns whether the derivative is smaller than what can be told from zero by differences, so
   * that only its smallness is confirmed.
   */
  public boolean isBelowNoise() {
    return fault.isEmpty() && numeric != 0 && Math.abs(numeric) <= tolerance;
  }
}
