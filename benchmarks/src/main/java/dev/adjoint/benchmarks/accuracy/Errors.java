// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

/**
 * The errors of a function and of its derivative at some points.
 *
 * @param value those of the function
 * @param slope those of the derivative
 */
record Errors(Worst value, Worst slope) {
  /** Returns none yet. */
  static Errors none() {
    return new Errors(new Worst(), new Worst());
  }

  /** Takes others into account. */
  void add(Errors others) {
    value.add(others.value);
    slope.add(others.slope);
  }
}
