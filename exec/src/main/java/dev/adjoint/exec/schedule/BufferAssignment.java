// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import dev.adjoint.exec.ir.CompilerOp;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which live ranges share an allocation and what must be copied before and after the steps.
 *
 * <ul>
 *   <li>A leaf is read where it is. An output that is a leaf is copied before the first step, so
 *       that it shows the value from before the run.
 *   <li>A computed output is written into the output's own memory; if it is an output twice, it is
 *       copied into the second one after the last step.
 *   <li>A next value is written straight into its variable if the old value is not read any more by
 *       then (an elementwise step may read it itself, element by element) and no kernel follows;
 *       otherwise it is copied after the last step. The old value of another updated variable is
 *       saved before the first step.
 *   <li>The parts of a concatenation along the first axis are written into its result; if there are
 *       several concatenations, into that of the largest. A concatenation whose parts then lie one
 *       after another shares their memory.
 *   <li>An elementwise step writes over an input of the same dtype that it is the last to read.
 * </ul>
 */
public final class BufferAssignment {
  /** A copy between allocations. */
  record Copy(Allocation from, Allocation to) {}

  private final Liveness liveness;
  private final Computation computation;
  private final boolean inPlace;
  private final @Nullable Allocation[] allocations;
  private final Map<Variable, Integer> numbers = new HashMap<>();
  private final List<Allocation> temporaries = new ArrayList<>();
  private final List<Copy> before = new ArrayList<>();
  private final List<Copy> after = new ArrayList<>();
  private final int end;
  private final int lastKernel;

  /** For each variable the last step that reads its old value. */
  private final int[] lastUses;

  private BufferAssignment(Liveness liveness, boolean inPlace) {
    this.liveness = liveness;
    this.computation = liveness.computation();
    this.inPlace = inPlace;
    this.allocations = new Allocation[liveness.count()];
    this.end = liveness.steps().size();
    this.lastKernel = lastKernel(liveness.steps());
    this.lastUses = new int[computation.variables().size()];
    Arrays.fill(lastUses, Liveness.START);
    for (Variable variable : computation.variables()) {
      numbers.put(variable, numbers.size());
    }
  }

  /**
   * Returns the allocations of all live ranges.
   *
   * @param inPlace whether a value may overwrite another at its last use
   */
  public static BufferAssignment of(Liveness liveness, boolean inPlace) {
    BufferAssignment assignment = new BufferAssignment(liveness, inPlace);
    assignment.assignLeaves();
    assignment.assignOutputs();
    assignment.assignUpdates();
    if (inPlace) {
      assignment.assignConcatenations();
    }
    assignment.assignTemporaries();
    return assignment;
  }

  private void assignLeaves() {
    int inputs = 0;
    int constants = 0;
    for (int c = 0; c < allocations.length && liveness.isLeaf(c); c++) {
      allocations[c] =
          switch ((LeafOp) liveness.maker(c).node().op()) {
            case LeafOp.Input input -> leaf(Slot.Kind.INPUT, input.type(), inputs++);
            case LeafOp.Constant constant -> leaf(Slot.Kind.CONSTANT, constant.type(), constants++);
            case LeafOp.Bound bound -> leaf(Slot.Kind.CONSTANT, bound.type(), constants++);
            case LeafOp.Read(Variable v) -> variable(numbers.get(v), liveness.lastUse(c), v);
          };
    }
  }

  private Allocation variable(int number, int lastUse, Variable variable) {
    lastUses[number] = lastUse;
    return leaf(Slot.Kind.VARIABLE, variable.type(), number);
  }

  private Allocation leaf(Slot.Kind kind, TensorType type, int number) {
    return new Allocation(kind, type.dtype(), type.size(), number, Liveness.START, end);
  }

  private void assignOutputs() {
    for (int i = 0; i < computation.outputs().size(); i++) {
      int range = liveness.range(computation.outputs().get(i));
      Allocation output = leaf(Slot.Kind.OUTPUT, computation.outputs().get(i).type(), i);
      Allocation made = allocations[range];
      if (made == null) {
        allocations[range] = output;
      } else {
        (liveness.isLeaf(range) ? before : after).add(new Copy(made, output));
      }
    }
  }

  private void assignUpdates() {
    Set<Integer> targets = new HashSet<>();
    computation.targets().forEach(targets::add);
    for (int i = 0; i < computation.updates().size(); i++) {
      Value next = computation.updates().get(i);
      int range = liveness.range(next);
      int number = computation.targets().get(i);
      Allocation made = allocations[range];
      Allocation target = leaf(Slot.Kind.VARIABLE, next.type(), number);
      if (made == null && mayOverwrite(number, range)) {
        allocations[range] = target;
      } else if (made == null) {
        Allocation computed = temporary(range);
        computed.to = end;
        allocations[range] = computed;
        after.add(new Copy(computed, target));
      } else if (made.kind == Slot.Kind.VARIABLE
          && liveness.isLeaf(range)
          && targets.contains(made.number)) {
        saveAndCopy(made, target);
      } else {
        after.add(new Copy(made, target));
      }
    }
  }

  private void saveAndCopy(Allocation old, Allocation target) {
    if (old.number != target.number) {
      Allocation saved =
          new Allocation(Slot.Kind.TEMPORARY, old.dtype, old.size, 0, Liveness.START, end);
      temporaries.add(saved);
      before.add(new Copy(old, saved));
      after.add(new Copy(saved, target));
    }
  }

  /** Returns whether a computed range may be written over the old value of a variable. */
  private boolean mayOverwrite(int variable, int range) {
    int step = liveness.definition(range);
    List<Node> steps = liveness.steps();
    if (!inPlace || step <= lastKernel) {
      return false;
    }
    int lastUse = lastUses[variable];
    return lastUse < step
        || lastUse == step
            && CompilerOp.mayOverwrite(steps.get(step), v -> isVariable(v, variable));
  }

  private boolean isVariable(Value value, int number) {
    Allocation allocation = allocations[liveness.range(value)];
    return allocation != null
        && allocation.kind == Slot.Kind.VARIABLE
        && allocation.number == number;
  }

  private static int lastKernel(List<Node> steps) {
    int last = steps.size() - 1;
    while (last >= 0 && !CompilerOp.mayThrow(steps.get(last).op())) {
      last--;
    }
    return last;
  }

  private Allocation temporary(int range) {
    TensorType type = liveness.maker(range).type();
    Allocation allocation =
        new Allocation(
            Slot.Kind.TEMPORARY,
            type.dtype(),
            type.size(),
            0,
            liveness.definition(range),
            liveness.lastUse(range));
    temporaries.add(allocation);
    return allocation;
  }

  /**
   * Lets the parts of a concatenation along the first axis be computed within its result, so that
   * no copy is needed.
   */
  private void assignConcatenations() {
    List<Node> joins = new ArrayList<>();
    for (Node node : liveness.steps()) {
      if (CompilerOp.concatenates(node)) {
        joins.add(node);
      }
    }
    // The largest first: a smaller join may then lie in it.
    joins.sort((a, b) -> Integer.compare(size(b), size(a)));
    for (Node node : joins) {
      int concatenated = liveness.range(node.output(0));
      if (allocations[concatenated] == null && !liesInOrder(node, concatenated)) {
        assignParts(node, concatenated);
      }
    }
  }

  private static int size(Node join) {
    return join.outputTypes().getFirst().size();
  }

  /** Lets a concatenation share the memory of its parts if they already lie one after another. */
  private boolean liesInOrder(Node node, int concatenated) {
    Allocation first = allocations[liveness.range(node.inputs().getFirst())];
    Allocation whole = first == null ? null : first.whole();
    if (first == null || whole == null) {
      return false;
    }
    int next = first.number;
    for (Value input : node.inputs()) {
      Allocation allocation = allocations[liveness.range(input)];
      if (allocation == null || allocation.whole() != whole || allocation.number != next) {
        return false;
      }
      next += allocation.size;
    }
    whole.to = Math.max(whole.to, liveness.lastUse(concatenated));
    allocations[concatenated] = whole.part(first.number, node.outputTypes().getFirst().size());
    return true;
  }

  private void assignParts(Node node, int concatenated) {
    Set<Integer> parts = new HashSet<>();
    int from = liveness.definition(concatenated);
    int to = liveness.lastUse(concatenated);
    for (Value input : node.inputs()) {
      int range = liveness.range(input);
      if (allocations[range] == null && parts.add(range)) {
        from = Math.min(from, liveness.definition(range));
        to = Math.max(to, liveness.lastUse(range));
      }
    }
    TensorType type = node.outputTypes().getFirst();
    Allocation whole = new Allocation(Slot.Kind.TEMPORARY, type.dtype(), type.size(), 0, from, to);
    temporaries.add(whole);
    allocations[concatenated] = whole;
    int offset = 0;
    for (Value input : node.inputs()) {
      int range = liveness.range(input);
      if (parts.remove(range)) {
        allocations[range] = whole.part(offset, input.type().size());
      }
      offset += input.type().size();
    }
  }

  private void assignTemporaries() {
    for (int c = 0; c < allocations.length; c++) {
      if (allocations[c] == null) {
        Allocation over = inPlace ? overwritable(c) : null;
        if (over == null) {
          allocations[c] = temporary(c);
        } else {
          over.to = liveness.lastUse(c);
          over.ranges++;
          allocations[c] = over;
        }
      }
    }
  }

  /** Returns the allocation of an input that the step making the range may write over, or null. */
  private @Nullable Allocation overwritable(int range) {
    int step = liveness.definition(range);
    Node node = liveness.steps().get(step);
    if (CompilerOp.isElementwise(node.op())) {
      TensorType type = liveness.maker(range).type();
      for (Value input : node.inputs()) {
        Allocation allocation = allocations[liveness.range(input)];
        if (allocation != null
            && allocation.kind == Slot.Kind.TEMPORARY
            && allocation.to == step
            && allocation.isAlone()
            && allocation.dtype == type.dtype()
            && allocation.size == type.size()
            && CompilerOp.mayOverwrite(node, v -> allocations[liveness.range(v)] == allocation)) {
          return allocation;
        }
      }
    }
    return null;
  }

  /** Returns the liveness that the assignment is for. */
  Liveness liveness() {
    return liveness;
  }

  /** Returns where a value is. */
  Allocation allocation(Value value) {
    return Objects.requireNonNull(allocations[liveness.range(value)]);
  }

  /** Returns the temporary allocations, by the step that first needs them. */
  List<Allocation> temporaries() {
    return temporaries;
  }

  /** Returns the copies to make before the first step. */
  List<Copy> before() {
    return before;
  }

  /** Returns the copies to make after the last step. */
  List<Copy> after() {
    return after;
  }
}
