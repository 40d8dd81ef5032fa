// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which nodes on single numbers become one piece of straight-line code, in time linear in
 * the graph.
 *
 * <p>Every node has a level: a number counts how often the way to it, the longest in this sense,
 * changes from numbers to tensors or back. What stands between two numbers of one level are numbers
 * of that level, never a tensor; so numbers of one level may be computed together, provided that
 * the scheduler defers all or none. They are, if they depend on each other, or else wait for the
 * same steps: code never waits for what only some of it needs.
 */
final class ScalarAnalysis {
  /** Where a node stands. */
  private record Level(int number, boolean isDeferred) implements Comparable<Level> {
    @Override
    public int compareTo(Level other) {
      return number == other.number
          ? Boolean.compare(isDeferred, other.isDeferred)
          : Integer.compare(number, other.number);
    }
  }

  private final Map<Node, Integer> levels = new HashMap<>();

  /** The nodes on single numbers, with a node of the same group; a group's own is its root. */
  private final Map<Node, Node> parents = new HashMap<>();

  private final List<Node> members = new ArrayList<>();
  private final Set<Node> deferred;
  private final Map<Node, List<Node>> groups = new HashMap<>();

  private ScalarAnalysis(Set<Node> deferred) {
    this.deferred = deferred;
  }

  /** Returns the groups of a computation's nodes. */
  static ScalarAnalysis of(Computation computation) {
    ScalarAnalysis grouping = new ScalarAnalysis(Scheduler.deferred(computation, true));
    for (Node node : computation.graph().nodes()) {
      grouping.add(node);
    }
    grouping.joinThoseThatWaitAlike();
    for (Node node : grouping.members) {
      grouping.groups.computeIfAbsent(grouping.root(node), _ -> new ArrayList<>()).add(node);
    }
    return grouping;
  }

  /** Returns whether there is no group. */
  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Returns the node that stands for the group of a node; the node itself if it is in none. */
  Node group(Node node) {
    return parents.containsKey(node) ? root(node) : node;
  }

  /** Returns whether a node computes on single numbers, or reshapes what such a node computes. */
  boolean isMember(Node node) {
    return parents.containsKey(node);
  }

  /** Returns the nodes of a group, in graph order. */
  List<Node> members(Node group) {
    return groups.getOrDefault(group, List.of());
  }

  private boolean isScalar(Node node) {
    if (node.op() instanceof ViewOp view) {
      Value x = node.inputs().getFirst();
      IndexMap map = view.map(x.shape());
      return parents.containsKey(x.node()) && map.shape().size() == 1 && map.isIdentity(1);
    }
    return node.op() instanceof ElementwiseOp && node.outputTypes().getFirst().size() == 1;
  }

  private void add(Node node) {
    boolean isScalar = isScalar(node);
    int level = 0;
    for (Value input : node.inputs()) {
      if (!(input.node().op() instanceof LeafOp)) {
        int change = parents.containsKey(input.node()) == isScalar ? 0 : 1;
        level = Math.max(level, levels.get(input.node()) + change);
      }
    }
    levels.put(node, level);
    if (isScalar) {
      members.add(node);
      parents.put(node, node);
      for (Value input : node.inputs()) {
        Node source = input.node();
        if (parents.containsKey(source)
            && levels.get(source) == level
            && deferred.contains(source) == deferred.contains(node)) {
          join(node, source);
        }
      }
    }
  }

  private Level level(Node node) {
    return new Level(levels.get(node), deferred.contains(node));
  }

  /** Goes up the levels, so that what a group waits for is joined before. */
  private void joinThoseThatWaitAlike() {
    Map<Level, List<Node>> byLevel = new TreeMap<>();
    for (Node node : members) {
      byLevel.computeIfAbsent(level(node), _ -> new ArrayList<>()).add(node);
    }
    for (List<Node> level : byLevel.values()) {
      joinThoseThatWaitAlike(level);
    }
  }

  private void joinThoseThatWaitAlike(List<Node> level) {
    Map<Node, Set<Node>> waits = new LinkedHashMap<>();
    for (Node node : level) {
      Node root = root(node);
      Set<Node> own = waits.computeIfAbsent(root, _ -> new HashSet<>());
      for (Value input : node.inputs()) {
        Node source = group(input.node());
        if (!(source.op() instanceof LeafOp) && source != root) {
          own.add(source);
        }
      }
    }
    Map<Set<Node>, Node> known = new HashMap<>();
    for (var wait : waits.entrySet()) {
      Node other = known.putIfAbsent(wait.getValue(), wait.getKey());
      if (other != null) {
        join(wait.getKey(), other);
      }
    }
  }

  private void join(Node a, Node b) {
    parents.put(root(a), root(b));
  }

  private Node root(Node node) {
    Node root = node;
    while (parents.get(root) != root) {
      parents.put(root, parents.get(parents.get(root)));
      root = parents.get(root);
    }
    return root;
  }
}
