// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

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
 * @param diagnosis what can be said of an error; empty if there is none, or a rule threw
 */
public record Report(
    String name,
    int order,
    long seed,
    Verdict verdict,
    ImmutableList<Finding> findings,
    ImmutableList<Entry> entries,
    ImmutableList<String> notes,
    Optional<FaultDiagnosis> diagnosis) {

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

  /** Returns all of this as an object of JSON; what is not finite is a string. */
  public String json() {
    return ReportJson.print(this);
  }

  /**
   * Returns all of this as a page of HTML that needs nothing else, with a picture of where the
   * Jacobian is wrong.
   */
  public String html() {
    return ReportPage.print(this);
  }

  /** Returns the verdict, the findings and a table of the entries, the worst ones first. */
  @Override
  public String toString() {
    return ReportTable.print(this);
  }
}
