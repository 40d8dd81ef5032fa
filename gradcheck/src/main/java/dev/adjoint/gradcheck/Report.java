// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;

/**
 * What a check found.
 *
 * @param name what was checked
 * @param order up to which order of derivatives
 * @param seed the seed of all random numbers
 * @param verdict the finding in one word
 * @param findings what keeps the check from passing
 * @param entries all derivatives that were compared one by one at the point; of other points only
 *     those that are wrong
 * @param notes what is worth knowing besides
 */
public record Report(
    String name,
    int order,
    long seed,
    Verdict verdict,
    ImmutableList<Finding> findings,
    ImmutableList<Entry> entries,
    ImmutableList<String> notes) {

  /** Returns whether the derivatives are right, or there are none and rightly so. */
  public boolean passed() {
    return verdict == Verdict.CORRECT || verdict == Verdict.NOT_DIFFERENTIABLE;
  }

  /** Returns whether something of the given kind was found. */
  public boolean has(Finding.Kind kind) {
    return findings.stream().anyMatch(f -> f.kind() == kind);
  }

  /**
   * Returns this report if the check passed.
   *
   * @throws AssertionError with the whole report if it did not
   */
  public Report orThrow() {
    if (!passed()) {
      throw new AssertionError(toString());
    }
    return this;
  }

  /** Returns the verdict, the findings and a table of the entries, the worst ones first. */
  @Override
  public String toString() {
    return ReportTable.print(this);
  }
}
