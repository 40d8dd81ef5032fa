// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.TensorType;

/**
 * The steps of a program in order, over slots of memory. Immutable and without any variable or node
 * of the graph, so all programs of the same structure share it.
 *
 * @param inputs the types of the inputs
 * @param variables the types of the variables
 * @param targets the numbers of the variables that are updated, ascending
 * @param constants the constants: each a {@link LeafOp.Constant} with its value, or a {@link
 *     LeafOp.Bound}, whose value is the program's
 * @param outputs the types of the outputs
 * @param slots the places in memory, numbered
 * @param steps the steps
 * @param memory the memory of the temporaries, without those of the bodies
 * @param bodies for each step that is control flow the plans of its bodies, by the step's number
 */
public record Plan(
    ImmutableList<TensorType> inputs,
    ImmutableList<TensorType> variables,
    ImmutableIntArray targets,
    ImmutableList<LeafOp> constants,
    ImmutableList<TensorType> outputs,
    ImmutableList<Slot> slots,
    ImmutableList<PlanStep> steps,
    Memory memory,
    ImmutableMap<Integer, ImmutableList<Plan>> bodies) {
  /** Returns this plan with the plans of its steps' bodies. */
  public Plan withBodies(ImmutableMap<Integer, ImmutableList<Plan>> plans) {
    return new Plan(inputs, variables, targets, constants, outputs, slots, steps, memory, plans);
  }

  /** Returns the bytes that the temporaries take, those of the bodies included. */
  public long plannedBytes() {
    return memory.plannedBytes()
        + bodies.values().stream()
            .flatMap(ImmutableList::stream)
            .mapToLong(Plan::plannedBytes)
            .sum();
  }

  /** Returns the listing of {@link PlanPrinter}. */
  @Override
  public String toString() {
    return PlanPrinter.print(this);
  }
}
