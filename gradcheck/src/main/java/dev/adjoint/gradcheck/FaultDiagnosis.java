// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Tensor;
import java.util.Optional;

/**
 * Where and for what a rule is wrong.
 *
 * @param where which point, such as {@code at the point times 16}; empty for the one that was asked
 *     for
 * @param order the order of the derivative that is wrong
 * @param point the values of the arguments there
 * @param cotangents the cotangents for which the entries of the report were computed
 * @param culprits the ops that are wrong by themselves there; none if that cannot be told
 * @param jacobian the derivatives of single outputs by single variables, some of them; empty where
 *     the function has none
 */
public record FaultDiagnosis(
    String where,
    int order,
    ImmutableList<Tensor> point,
    ImmutableList<Tensor> cotangents,
    ImmutableList<Culprit> culprits,
    Optional<JacobianPart> jacobian) {
  /**
   * An op whose rule is wrong.
   *
   * @param op its name and parameters
   * @param rule the file and line at which its rule begins, such as {@code Swish.java:27}; empty if
   *     it has none of its own, or the class does not tell
   */
  public record Culprit(String op, Optional<String> rule) {
    /** Returns the op, and where its rule is. */
    @Override
    public String toString() {
      return op + rule.map(line -> ", whose rule is at " + line).orElse("");
    }
  }
}
