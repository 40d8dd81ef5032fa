// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a function gives at a point.
 *
 * @param values its outputs, one after the other; NaN where it throws
 * @param branch a number that is the same where all decisions inside the function are
 * @param failure what it says where it throws
 */
record Reading(double[] values, long branch, Optional<String> failure) {
  /** A function that throws takes no branch; that another does by chance harms nothing. */
  private static final long NO_BRANCH = 0x7468726F7773L;

  /** Returns what a function gives that does not throw. */
  static Reading of(double[] values, long branch) {
    return new Reading(values, branch, Optional.empty());
  }

  /** Returns what a function gives that throws. */
  static Reading ofFailure(int outputs, RuntimeException failure) {
    double[] values = new double[outputs];
    Arrays.fill(values, Double.NaN);
    return new Reading(values, NO_BRANCH, Optional.of(RuleFailure.message(failure)));
  }
}
