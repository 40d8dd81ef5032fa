// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;

/**
 * The smallest case that was found in which a check still finds a wrong rule.
 *
 * @param point the values of the arguments
 * @param report what the check says of it
 * @param test a test for JUnit that fails for it, as Java source
 */
public record SmallestCase(ImmutableList<Tensor> point, Report report, String test) {
  /** Returns the test. */
  @Override
  public String toString() {
    return test;
  }
}
