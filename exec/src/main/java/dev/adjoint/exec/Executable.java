package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.loop.StepCode;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;

/**
 * A plan with the code of its steps. Immutable and free of any memory, so all programs of the same
 * structure share it.
 *
 * @param plan the plan
 * @param code the code of each {@link PlanStep.Apply}, in order
 */
record Executable(Plan plan, ImmutableList<StepCode> code) {}
