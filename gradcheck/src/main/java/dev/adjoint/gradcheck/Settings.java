// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableSet;

/**
 * What a check may be told.
 *
 * @param order up to which order to check; {@link #CHEAP} for 2 where that is quick, else 1
 * @param seed where random numbers start
 * @param tolerance a relative difference that is allowed beyond what the numbers explain
 * @param allowed findings that are not to be reported
 */
record Settings(int order, long seed, double tolerance, ImmutableSet<Finding.Kind> allowed) {
  static final int CHEAP = 0;

  static final Settings DEFAULT = new Settings(CHEAP, 0, 0, ImmutableSet.of());

  /** Returns the highest order that may be checked. */
  int highest() {
    return order == CHEAP ? 2 : order;
  }
}
