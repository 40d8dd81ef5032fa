// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Floating sums that are added up by several nodes, such as those of {@code ((a + b) + c) + d}. */
public final class SumChains {
  private final ToIntFunction<Value> uses;
  private final Set<Node> inner = new HashSet<>();
  private final Map<Node, ImmutableList<Value>> terms = new HashMap<>();

  private SumChains(ToIntFunction<Value> uses) {
    this.uses = uses;
  }

  /**
   * Finds the sums of a graph, each as long as can be.
   *
   * @param uses how often a value is used
   * @return for the node of each sum its terms, from left to right
   */
  public static Map<Node, ImmutableList<Value>> of(Graph graph, ToIntFunction<Value> uses) {
    SumChains chains = new SumChains(uses);
    for (Node node : graph.nodes().reverse()) {
      if (!chains.inner.contains(node) && isSum(node)) {
        chains.terms.put(node, chains.flatten(node));
      }
    }
    return chains.terms;
  }

  private ImmutableList<Value> flatten(Node sum) {
    ImmutableList.Builder<Value> found = ImmutableList.builder();
    Deque<Value> open = new ArrayDeque<>();
    open.push(sum.inputs().get(1));
    open.push(sum.inputs().get(0));
    while (!open.isEmpty()) {
      Value value = open.pop();
      Node node = value.node();
      if (uses.applyAsInt(value) == 1 && isSum(node)) {
        inner.add(node);
        open.push(node.inputs().get(1));
        open.push(node.inputs().get(0));
      } else {
        found.add(value);
      }
    }
    return found.build();
  }

  /** Returns whether a node adds its two inputs, floating numbers. */
  static boolean isSum(Node node) {
    if (!(node.op() instanceof ElementwiseOp)
        || node.inputs().size() != 2
        || !node.outputTypes().getFirst().dtype().isFloating()) {
      return false;
    }
    Scalar body = node.body();
    return body.instruction() == Instruction.ADD
        && body.operands().get(0).instruction() == Instruction.ARGUMENT
        && body.operands().get(1).instruction() == Instruction.ARGUMENT;
  }
}
