// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Runs a plan without computing anything: every element of memory holds the name of what a run
 * would put there, which element of which value. So it finds whatever is read after something else
 * has been written over it, without a word from the passes that made the plan.
 */
final class PlanChecker {
  /** Memory of one kind: an arena, or one input, variable, constant or output. */
  private record Area(Slot.Kind kind, Object which) {
    static Area of(Slot slot) {
      return new Area(
          slot.kind(), slot.kind() == Slot.Kind.TEMPORARY ? slot.dtype() : slot.number());
    }
  }

  private final Plan plan;
  private final Schedule schedule;
  private final boolean share;
  private final Map<Value, Long> names = new HashMap<>();
  private final Map<Variable, Value> reads = new HashMap<>();
  private final Map<Area, long[]> memory = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private boolean hasUpdated;

  private PlanChecker(Plan plan, Schedule schedule, boolean share) {
    this.plan = plan;
    this.schedule = schedule;
    this.share = share;
  }

  /**
   * Returns what is wrong with a plan, nothing if it is right.
   *
   * @param schedule what the plan is for
   * @param share whether views with the same elements in the same order are no steps
   */
  static List<String> faults(Plan plan, Schedule schedule, boolean share) {
    PlanChecker checker = new PlanChecker(plan, schedule, share);
    checker.fillLeaves();
    checker.run();
    checker.checkResults();
    return checker.faults;
  }

  private void fillLeaves() {
    Computation computation = schedule.computation();
    int inputs = 0;
    for (Value input : computation.graph().inputs()) {
      fill(new Area(Slot.Kind.INPUT, inputs++), input);
    }
    int constants = 0;
    for (Node node : computation.graph().nodes()) {
      switch (node.op()) {
        case LeafOp.Constant _, LeafOp.Bound _ ->
            fill(new Area(Slot.Kind.CONSTANT, constants++), node.output(0));
        case LeafOp.Read(Variable variable) ->
            fill(
                new Area(Slot.Kind.VARIABLE, computation.variables().indexOf(variable)),
                reads.computeIfAbsent(variable, _ -> node.output(0)));
        default -> {}
      }
    }
  }

  private void fill(Area area, Value value) {
    long[] elements = new long[value.type().size()];
    memory.put(area, elements);
    Arrays.setAll(elements, i -> name(value, i));
  }

  /** Returns the name of an element, the same for all values that have this element. */
  private long name(Value value, int element) {
    Value source = value;
    while (isShared(source.node())) {
      source = source.node().inputs().getFirst();
    }
    if (source.node().op() instanceof Concatenation) {
      return nameInPart(source.node(), element);
    }
    if (source.node().op() instanceof LeafOp.Read(Variable variable)) {
      source = reads.get(variable);
    }
    return names.computeIfAbsent(source, _ -> names.size() + 1L) << 32 | element;
  }

  /** Returns the name of an element of values that are concatenated along their first axis. */
  private long nameInPart(Node concatenated, int element) {
    int start = 0;
    for (Value part : concatenated.inputs()) {
      if (element - start < part.type().size()) {
        return name(part, element - start);
      }
      start += part.type().size();
    }
    throw new AssertionError(element);
  }

  private boolean isShared(Node node) {
    if (!share || !(node.op() instanceof ViewOp view)) {
      return false;
    }
    TensorType in = node.inputs().getFirst().type();
    return view.map(in.shape()).isIdentity(in.size());
  }

  private void run() {
    Iterator<Node> nodes = schedule.order().stream().filter(node -> !isShared(node)).iterator();
    for (int i = 0; i < plan.steps().size(); i++) {
      String at = "step " + i + ": ";
      switch (plan.steps().get(i)) {
        case PlanStep.Copy copy -> copy(at, slot(copy.from()), slot(copy.to()));
        case PlanStep.Apply apply -> apply(at, apply, nodes.next());
      }
    }
    if (nodes.hasNext()) {
      faults.add("no step for " + nodes.next());
    }
  }

  private Slot slot(int number) {
    return plan.slots().get(number);
  }

  private void copy(String at, Slot from, Slot to) {
    checkWritable(at, to);
    if (from.overlaps(to)) {
      faults.add(at + from + " is copied onto itself");
    }
    System.arraycopy(area(from), start(from), area(to), start(to), to.size());
  }

  private void apply(String at, PlanStep.Apply step, Node node) {
    if (step.op() != node.op()) {
      faults.add(at + step.op() + " in place of " + node.op());
      return;
    }
    boolean mayThrow = node.op() instanceof KernelOp && !(node.op() instanceof Concatenation);
    if (mayThrow && hasUpdated) {
      faults.add(at + "may throw after an update");
    }
    for (int i = 0; i < step.reads().length(); i++) {
      check(at, slot(step.reads().get(i)), node.inputs().get(i));
    }
    for (int o = 0; o < step.writes().length(); o++) {
      Slot write = slot(step.writes().get(o));
      checkWritable(at, write);
      checkApart(at, step, node, write);
      for (int other = 0; other < o; other++) {
        if (write.overlaps(slot(step.writes().get(other)))) {
          faults.add(at + "two outputs on " + write);
        }
      }
    }
    for (int o = 0; o < step.writes().length(); o++) {
      Slot write = slot(step.writes().get(o));
      for (int i = 0; i < write.size(); i++) {
        area(write)[start(write) + i] = name(node.output(o), i);
      }
    }
  }

  /** Checks that a step overwrites no input but those that allow it. */
  private void checkApart(String at, PlanStep.Apply step, Node node, Slot write) {
    for (int i = 0; i < step.reads().length(); i++) {
      Slot read = slot(step.reads().get(i));
      boolean mayOverwrite =
          read.equals(write) && node.op() instanceof ElementwiseOp
              || node.op() instanceof Concatenation && isInItsPart(step.reads(), read, write);
      if (read.overlaps(write) && !mayOverwrite) {
        faults.add(at + "reads " + read + " while it writes " + write);
      }
    }
  }

  private boolean isInItsPart(ImmutableIntArray parts, Slot read, Slot write) {
    int start = write.number();
    for (int part : parts.asList()) {
      if (slot(part).equals(read) && read.number() == start) {
        return true;
      }
      start += slot(part).size();
    }
    return false;
  }

  private void checkWritable(String at, Slot to) {
    if (to.kind() == Slot.Kind.INPUT || to.kind() == Slot.Kind.CONSTANT) {
      faults.add(at + "writes " + to);
    }
    hasUpdated |= to.kind() == Slot.Kind.VARIABLE;
  }

  private void check(String at, Slot slot, Value expected) {
    if (slot.size() != expected.type().size() || slot.dtype() != expected.dtype()) {
      faults.add(at + slot + " is no " + expected.type());
      return;
    }
    for (int i = 0; i < slot.size(); i++) {
      if (area(slot)[start(slot) + i] != name(expected, i)) {
        faults.add(at + "element " + i + " of " + slot + " is not that of " + expected);
        return;
      }
    }
  }

  private void checkResults() {
    Computation computation = schedule.computation();
    for (int i = 0; i < computation.outputs().size(); i++) {
      Value output = computation.outputs().get(i);
      check("end: ", new Slot(Slot.Kind.OUTPUT, output.dtype(), i, output.type().size()), output);
    }
    for (int v = 0; v < computation.variables().size(); v++) {
      Variable variable = computation.variables().get(v);
      int update = computation.targets().indexOf(v);
      Value held = update < 0 ? reads.get(variable) : computation.updates().get(update);
      TensorType type = variable.type();
      if (held != null) {
        check("end: ", new Slot(Slot.Kind.VARIABLE, type.dtype(), v, type.size()), held);
      }
    }
  }

  private static int start(Slot slot) {
    return slot.kind() == Slot.Kind.TEMPORARY ? slot.number() : 0;
  }

  private long[] area(Slot slot) {
    return memory.computeIfAbsent(
        Area.of(slot),
        _ ->
            new long
                [slot.kind() == Slot.Kind.TEMPORARY
                    ? plan.memory().arenas().get(slot.dtype())
                    : slot.size()]);
  }
}
