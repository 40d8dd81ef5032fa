// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import java.util.Optional;

/**
 * A plan with the code of its steps. Immutable and free of anyone's memory, so all programs of the
 * same structure share it.
 *
 * @param plan the plan
 * @param code the code of each {@link PlanStep.Apply}, in order
 * @param derived the executable that computes further bound constants from those of the program,
 *     its outputs in the order of their numbers; empty if there are none
 */
public record Executable(Plan plan, ImmutableList<StepCode> code, Optional<Executable> derived) {
  /** Returns this executable with further constants computed by another one. */
  public Executable withDerived(Executable constants) {
    return new Executable(plan, code, Optional.of(constants));
  }
}
