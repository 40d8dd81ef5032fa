// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The live ranges of a schedule: from which step to which each value is needed.
 *
 * <p>A live range is the content of one piece of memory: a computed value together with the views
 * of it that have the same elements in the same order, or a leaf; all reads of one variable are one
 * range. Ranges are numbered; steps are numbered in the order of the schedule, views that share
 * their input's memory being no steps.
 */
public final class Liveness {
  /** The step before the first, at which leaves are defined. */
  static final int START = -1;

  private final Computation computation;
  private final Map<Node, Integer> firstRange = new HashMap<>();
  private final List<Value> ranges = new ArrayList<>();
  private final List<Node> steps = new ArrayList<>();
  private int[] definition = new int[16];
  private int[] lastUse = new int[16];

  private Liveness(Computation computation) {
    this.computation = computation;
  }

  /**
   * Returns the liveness under a schedule.
   *
   * @param share whether views with the same elements in the same order share memory
   */
  public static Liveness of(Schedule schedule, boolean share) {
    Liveness liveness = new Liveness(schedule.computation());
    liveness.addLeaves();
    for (Node node : schedule.order()) {
      if (share && isSameElements(node)) {
        liveness.firstRange.put(node, liveness.range(node.inputs().getFirst()));
      } else {
        liveness.addStep(node);
      }
    }
    return liveness;
  }

  private static boolean isSameElements(Node node) {
    if (!(node.op() instanceof ViewOp view)) {
      return false;
    }
    TensorType in = node.inputs().getFirst().type();
    return view.map(in.shape()).isIdentity(in.size());
  }

  private void addLeaves() {
    Map<Variable, Integer> reads = new HashMap<>();
    List<Node> leaves = new ArrayList<>();
    for (Value input : computation.graph().inputs()) {
      leaves.add(input.node());
    }
    for (Node node : computation.graph().nodes()) {
      if (node.op() instanceof LeafOp && !(node.op() instanceof LeafOp.Input)) {
        leaves.add(node);
      }
    }
    for (Node leaf : leaves) {
      Integer same =
          leaf.op() instanceof LeafOp.Read(Variable variable)
              ? reads.putIfAbsent(variable, ranges.size())
              : null;
      if (same == null) {
        addRanges(leaf, START);
      } else {
        firstRange.put(leaf, same);
      }
    }
  }

  private void addStep(Node node) {
    int step = steps.size();
    for (Value input : node.inputs()) {
      lastUse[range(input)] = step;
    }
    steps.add(node);
    addRanges(node, step);
  }

  private void addRanges(Node node, int step) {
    firstRange.put(node, ranges.size());
    for (int i = 0; i < node.outputTypes().size(); i++) {
      int range = ranges.size();
      if (range == definition.length) {
        definition = Arrays.copyOf(definition, 2 * range);
        lastUse = Arrays.copyOf(lastUse, 2 * range);
      }
      ranges.add(node.output(i));
      definition[range] = step;
      lastUse[range] = step;
    }
  }

  /** Returns the computation. */
  Computation computation() {
    return computation;
  }

  /** Returns the nodes that are steps, in order. */
  List<Node> steps() {
    return steps;
  }

  /** Returns the number of ranges. */
  int count() {
    return ranges.size();
  }

  /** Returns the range that a value is. */
  int range(Value value) {
    return firstRange.get(value.node()) + value.index();
  }

  /** Returns the value that makes a range. */
  Value maker(int range) {
    return ranges.get(range);
  }

  /** Returns whether a range is there before the first step. */
  boolean isLeaf(int range) {
    return definition[range] == START;
  }

  /** Returns the step that defines a range, or {@link #START}. */
  int definition(int range) {
    return definition[range];
  }

  /** Returns the last step that reads a range, or its definition if none does. */
  int lastUse(int range) {
    return lastUse[range];
  }

  /** Returns the ranges that a step reads, one for each input. */
  ImmutableList<Integer> reads(int step) {
    return steps.get(step).inputs().stream()
        .map(this::range)
        .collect(ImmutableList.toImmutableList());
  }
}
