// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * Which point a function is looked at.
 *
 * @param where what to add to messages, such as {@code at the point times 16}; empty for the point
 *     that was asked for
 * @param smooth whether the function is thought to be as smooth there as at that point
 */
record Place(String where, boolean smooth) {
  static final Place GIVEN = new Place("", true);

  /** Returns whether the point is the one that was asked for. */
  boolean isGiven() {
    return where.isEmpty();
  }
}
