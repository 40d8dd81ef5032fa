// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Assembles the plan from the decisions of the passes. */
public final class PlanAssembler {
  private final BufferAssignment assignment;
  private final Map<Slot, Integer> numbers = new HashMap<>();
  private final ImmutableList.Builder<PlanStep> steps = ImmutableList.builder();

  private PlanAssembler(BufferAssignment assignment) {
    this.assignment = assignment;
  }

  /** Returns the plan of an assignment that is laid out. */
  public static Plan assemble(BufferAssignment assignment, Memory memory) {
    PlanAssembler assembler = new PlanAssembler(assignment);
    assembler.copy(assignment.before());
    for (Node node : assignment.liveness().steps()) {
      assembler.apply(node);
    }
    assembler.copy(assignment.after());
    Computation computation = assignment.liveness().computation();
    Slot[] slots = new Slot[assembler.numbers.size()];
    assembler.numbers.forEach((slot, number) -> slots[number] = slot);
    return new Plan(
        types(computation.graph().inputs()),
        ImmutableList.copyOf(Lists.transform(computation.variables(), Variable::type)),
        computation.targets(),
        constants(computation.graph().nodes()),
        types(computation.outputs()),
        ImmutableList.copyOf(slots),
        assembler.steps.build(),
        memory,
        ImmutableMap.of());
  }

  private static ImmutableList<TensorType> types(List<Value> values) {
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    for (Value value : values) {
      types.add(value.type());
    }
    return types.build();
  }

  private static ImmutableList<LeafOp> constants(List<Node> nodes) {
    ImmutableList.Builder<LeafOp> constants = ImmutableList.builder();
    for (Node node : nodes) {
      if (node.op() instanceof LeafOp leaf
          && (leaf instanceof LeafOp.Constant || leaf instanceof LeafOp.Bound)) {
        constants.add(leaf);
      }
    }
    return constants.build();
  }

  private int slot(Allocation allocation) {
    return numbers.computeIfAbsent(allocation.toSlot(), _ -> numbers.size());
  }

  private ImmutableIntArray slots(List<Value> values) {
    ImmutableIntArray.Builder slots = ImmutableIntArray.builder(values.size());
    for (Value value : values) {
      slots.add(slot(assignment.allocation(value)));
    }
    return slots.build();
  }

  private void copy(List<BufferAssignment.Copy> copies) {
    for (BufferAssignment.Copy copy : copies) {
      steps.add(new PlanStep.Copy(slot(copy.from()), slot(copy.to())));
    }
  }

  private void apply(Node node) {
    ImmutableList.Builder<Value> outputs = ImmutableList.builder();
    for (int i = 0; i < node.outputTypes().size(); i++) {
      outputs.add(node.output(i));
    }
    steps.add(
        new PlanStep.Apply(
            node.op(),
            node.inputTypes(),
            node.outputTypes(),
            slots(node.inputs()),
            slots(outputs.build())));
  }
}
