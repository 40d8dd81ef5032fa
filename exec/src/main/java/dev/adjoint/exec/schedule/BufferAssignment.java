// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import dev.adjoint.exec.ir.CompilerOp;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.Concatenation;
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
 * Decides which contents share a place and what must be copied before and after the steps.
 *
 * <ul>
 *   <li>A leaf is read where it is. An output that is a leaf is copied before the first step, so
 *       that it shows the value from before the run.
 *   <li>A computed output is written into the output's own memory; if it is an output twice, it is
 *       copied into the second one after the last step.
 *   <li>A next value is written straight into its variable if, by then, nobody reads the old value
 *       any more (an elementwise step may read it itself, element by element) and no kernel is
 *       still to come; otherwise it is copied after the last step. The old value of another updated
 *       variable is saved before the first step.
 *   <li>What is to be joined along the first axis is written into its part of the result, that of
 *       the largest join if there are several. A join of parts that then lie one after the other
 *       lies there, too.
 *   <li>An elementwise step writes over an input of the same dtype that it is the last to read.
 * </ul>
 */
public final class BufferAssignment {
  /** A copy between places. */
  record Copy(Allocation from, Allocation to) {}

  private final Liveness lifetimes;
  private final Computation computation;
  private final boolean inPlace;
  private final @Nullable Allocation[] places;
  private final Map<Variable, Integer> numbers = new HashMap<>();
  private final List<Allocation> temporaries = new ArrayList<>();
  private final List<Copy> before = new ArrayList<>();
  private final List<Copy> after = new ArrayList<>();
  private final int end;
  private final int lastKernel;

  /** For each variable the last step that reads its old value. */
  private final int[] lastReads;

  private BufferAssignment(Liveness lifetimes, boolean inPlace) {
    this.lifetimes = lifetimes;
    this.computation = lifetimes.computation();
    this.inPlace = inPlace;
    this.places = new Allocation[lifetimes.count()];
    this.end = lifetimes.steps().size();
    this.lastKernel = lastKernel(lifetimes.steps());
    this.lastReads = new int[computation.variables().size()];
    Arrays.fill(lastReads, Liveness.START);
    for (Variable variable : computation.variables()) {
      numbers.put(variable, numbers.size());
    }
  }

  /**
   * Returns the places of all contents.
   *
   * @param inPlace whether contents may overwrite others that are read for the last time
   */
  public static BufferAssignment of(Liveness lifetimes, boolean inPlace) {
    BufferAssignment placement = new BufferAssignment(lifetimes, inPlace);
    placement.placeLeaves();
    placement.placeOutputs();
    placement.placeUpdates();
    if (inPlace) {
      placement.placeJoined();
    }
    placement.placeTemporaries();
    return placement;
  }

  private void placeLeaves() {
    int inputs = 0;
    int constants = 0;
    for (int c = 0; c < places.length && lifetimes.isLeaf(c); c++) {
      places[c] =
          switch ((LeafOp) lifetimes.maker(c).node().op()) {
            case LeafOp.Input input -> leaf(Slot.Kind.INPUT, input.type(), inputs++);
            case LeafOp.Constant constant -> leaf(Slot.Kind.CONSTANT, constant.type(), constants++);
            case LeafOp.Bound bound -> leaf(Slot.Kind.CONSTANT, bound.type(), constants++);
            case LeafOp.Read(Variable v) -> variable(numbers.get(v), lifetimes.lastRead(c), v);
          };
    }
  }

  private Allocation variable(int number, int lastRead, Variable variable) {
    lastReads[number] = lastRead;
    return leaf(Slot.Kind.VARIABLE, variable.type(), number);
  }

  private Allocation leaf(Slot.Kind kind, TensorType type, int number) {
    return new Allocation(kind, type.dtype(), type.size(), number, Liveness.START, end);
  }

  private void placeOutputs() {
    for (int i = 0; i < computation.outputs().size(); i++) {
      int content = lifetimes.content(computation.outputs().get(i));
      Allocation output = leaf(Slot.Kind.OUTPUT, computation.outputs().get(i).type(), i);
      Allocation made = places[content];
      if (made == null) {
        places[content] = output;
      } else {
        (lifetimes.isLeaf(content) ? before : after).add(new Copy(made, output));
      }
    }
  }

  private void placeUpdates() {
    Set<Integer> targets = new HashSet<>();
    computation.targets().forEach(targets::add);
    for (int i = 0; i < computation.updates().size(); i++) {
      Value next = computation.updates().get(i);
      int content = lifetimes.content(next);
      int number = computation.targets().get(i);
      Allocation made = places[content];
      Allocation target = leaf(Slot.Kind.VARIABLE, next.type(), number);
      if (made == null && mayOverwrite(number, content)) {
        places[content] = target;
      } else if (made == null) {
        Allocation computed = temporary(content);
        computed.to = end;
        places[content] = computed;
        after.add(new Copy(computed, target));
      } else if (made.kind == Slot.Kind.VARIABLE
          && lifetimes.isLeaf(content)
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

  /** Returns whether a computed content may be written over the old value of a variable. */
  private boolean mayOverwrite(int variable, int content) {
    int step = lifetimes.born(content);
    List<Node> steps = lifetimes.steps();
    if (!inPlace || step <= lastKernel) {
      return false;
    }
    int lastRead = lastReads[variable];
    return lastRead < step
        || lastRead == step
            && CompilerOp.mayOverwrite(steps.get(step), v -> isVariable(v, variable));
  }

  private boolean isVariable(Value value, int number) {
    Allocation place = places[lifetimes.content(value)];
    return place != null && place.kind == Slot.Kind.VARIABLE && place.number == number;
  }

  private static int lastKernel(List<Node> steps) {
    int last = steps.size() - 1;
    while (last >= 0 && !CompilerOp.mayThrow(steps.get(last).op())) {
      last--;
    }
    return last;
  }

  private Allocation temporary(int content) {
    TensorType type = lifetimes.maker(content).type();
    Allocation place =
        new Allocation(
            Slot.Kind.TEMPORARY,
            type.dtype(),
            type.size(),
            0,
            lifetimes.born(content),
            lifetimes.lastRead(content));
    temporaries.add(place);
    return place;
  }

  /**
   * Lets what is to be joined along the first axis be computed where it will lie in the result, so
   * that nothing is left to copy.
   */
  private void placeJoined() {
    List<Node> joins = new ArrayList<>();
    for (Node node : lifetimes.steps()) {
      if (node.op() instanceof Concatenation op && op.isAlongFirst(node)) {
        joins.add(node);
      }
    }
    // The largest first: a smaller join may then lie in it.
    joins.sort((a, b) -> Integer.compare(size(b), size(a)));
    for (Node node : joins) {
      int joined = lifetimes.content(node.output(0));
      if (places[joined] == null && !liesInOrder(node, joined)) {
        placeParts(node, joined);
      }
    }
  }

  private static int size(Node join) {
    return join.outputTypes().getFirst().size();
  }

  /** Lets a join lie where its parts do if they already lie one after the other. */
  private boolean liesInOrder(Node node, int joined) {
    Allocation first = places[lifetimes.content(node.inputs().getFirst())];
    Allocation whole = first == null ? null : first.whole();
    if (first == null || whole == null) {
      return false;
    }
    int next = first.number;
    for (Value input : node.inputs()) {
      Allocation place = places[lifetimes.content(input)];
      if (place == null || place.whole() != whole || place.number != next) {
        return false;
      }
      next += place.size;
    }
    whole.to = Math.max(whole.to, lifetimes.lastRead(joined));
    places[joined] = whole.part(first.number, node.outputTypes().getFirst().size());
    return true;
  }

  private void placeParts(Node node, int joined) {
    Set<Integer> parts = new HashSet<>();
    int from = lifetimes.born(joined);
    int to = lifetimes.lastRead(joined);
    for (Value input : node.inputs()) {
      int content = lifetimes.content(input);
      if (places[content] == null && parts.add(content)) {
        from = Math.min(from, lifetimes.born(content));
        to = Math.max(to, lifetimes.lastRead(content));
      }
    }
    TensorType type = node.outputTypes().getFirst();
    Allocation whole = new Allocation(Slot.Kind.TEMPORARY, type.dtype(), type.size(), 0, from, to);
    temporaries.add(whole);
    places[joined] = whole;
    int offset = 0;
    for (Value input : node.inputs()) {
      int content = lifetimes.content(input);
      if (parts.remove(content)) {
        places[content] = whole.part(offset, input.type().size());
      }
      offset += input.type().size();
    }
  }

  private void placeTemporaries() {
    for (int c = 0; c < places.length; c++) {
      if (places[c] == null) {
        Allocation over = inPlace ? overwritable(c) : null;
        if (over == null) {
          places[c] = temporary(c);
        } else {
          over.to = lifetimes.lastRead(c);
          over.contents++;
          places[c] = over;
        }
      }
    }
  }

  /** Returns the place of an input that the step making the content may write over, or null. */
  private @Nullable Allocation overwritable(int content) {
    int step = lifetimes.born(content);
    Node node = lifetimes.steps().get(step);
    if (CompilerOp.isElementwise(node.op())) {
      TensorType type = lifetimes.maker(content).type();
      for (Value input : node.inputs()) {
        Allocation place = places[lifetimes.content(input)];
        if (place != null
            && place.kind == Slot.Kind.TEMPORARY
            && place.to == step
            && place.isAlone()
            && place.dtype == type.dtype()
            && place.size == type.size()
            && CompilerOp.mayOverwrite(node, v -> places[lifetimes.content(v)] == place)) {
          return place;
        }
      }
    }
    return null;
  }

  /** Returns the lifetimes that the placement is for. */
  Liveness lifetimes() {
    return lifetimes;
  }

  /** Returns where a value is. */
  Allocation place(Value value) {
    return Objects.requireNonNull(places[lifetimes.content(value)]);
  }

  /** Returns the temporary places, by the step that first needs them. */
  List<Allocation> temporaries() {
    return temporaries;
  }

  /** Returns what to copy before the first step. */
  List<Copy> before() {
    return before;
  }

  /** Returns what to copy after the last step. */
  List<Copy> after() {
    return after;
  }
}
