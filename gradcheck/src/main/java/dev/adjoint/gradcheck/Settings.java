// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableSet;

/**
 * What a check may be told.
 *
 * @param order up to which order to check
 * @param seed where random numbers start
 * @param tolerance a relative difference that is allowed beyond what the numbers explain
 * @param allowed findings that are not to be reported
 */
record Settings(int order, long seed, double tolerance, ImmutableSet<Finding.Kind> allowed) {
  static final Settings DEFAULT = new Settings(1, 0, 0, ImmutableSet.of());
}
