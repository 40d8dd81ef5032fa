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
 * From which step to which each content of memory is needed.
 *
 * <p>A content is what one piece of memory must hold: a computed value together with the views of
 * it that have the same elements in the same order, or a leaf; all reads of one variable are one
 * content. Contents are numbered; steps are numbered in the order of the schedule, views that share
 * their input's memory being no steps.
 */
public final class Liveness {
  /** The step before the first: where leaves get their content. */
  static final int START = -1;

  private final Computation computation;
  private final Map<Node, Integer> firstContent = new HashMap<>();
  private final List<Value> contents = new ArrayList<>();
  private final List<Node> steps = new ArrayList<>();
  private int[] born = new int[16];
  private int[] lastRead = new int[16];

  private Liveness(Computation computation) {
    this.computation = computation;
  }

  /**
   * Returns the lifetimes under a schedule.
   *
   * @param share whether views with the same elements in the same order share memory
   */
  public static Liveness of(Schedule schedule, boolean share) {
    Liveness lifetimes = new Liveness(schedule.computation());
    lifetimes.addLeaves();
    for (Node node : schedule.order()) {
      if (share && isSameElements(node)) {
        lifetimes.firstContent.put(node, lifetimes.content(node.inputs().getFirst()));
      } else {
        lifetimes.addStep(node);
      }
    }
    return lifetimes;
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
              ? reads.putIfAbsent(variable, contents.size())
              : null;
      if (same == null) {
        addContents(leaf, START);
      } else {
        firstContent.put(leaf, same);
      }
    }
  }

  private void addStep(Node node) {
    int step = steps.size();
    for (Value input : node.inputs()) {
      lastRead[content(input)] = step;
    }
    steps.add(node);
    addContents(node, step);
  }

  private void addContents(Node node, int step) {
    firstContent.put(node, contents.size());
    for (int i = 0; i < node.outputTypes().size(); i++) {
      int content = contents.size();
      if (content == born.length) {
        born = Arrays.copyOf(born, 2 * content);
        lastRead = Arrays.copyOf(lastRead, 2 * content);
      }
      contents.add(node.output(i));
      born[content] = step;
      lastRead[content] = step;
    }
  }

  /** Returns what is computed. */
  Computation computation() {
    return computation;
  }

  /** Returns the nodes that are steps, in order. */
  List<Node> steps() {
    return steps;
  }

  /** Returns the number of contents. */
  int count() {
    return contents.size();
  }

  /** Returns the content that a value is. */
  int content(Value value) {
    return firstContent.get(value.node()) + value.index();
  }

  /** Returns the value that makes a content. */
  Value maker(int content) {
    return contents.get(content);
  }

  /** Returns whether a content is there before the first step. */
  boolean isLeaf(int content) {
    return born[content] == START;
  }

  /** Returns the step that makes a content, or {@link #START}. */
  int born(int content) {
    return born[content];
  }

  /** Returns the last step that reads a content; the one that makes it if none does. */
  int lastRead(int content) {
    return lastRead[content];
  }

  /** Returns the contents that a step reads, one for each input. */
  ImmutableList<Integer> reads(int step) {
    return steps.get(step).inputs().stream()
        .map(this::content)
        .collect(ImmutableList.toImmutableList());
  }
}
