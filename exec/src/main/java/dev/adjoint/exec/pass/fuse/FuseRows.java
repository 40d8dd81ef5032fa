// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes stages of one step of fused loops that need each other's results row by row, such as those
 * of a softmax or a layer normalisation: a {@link RowFusion}.
 *
 * <p>A loop that makes an element of each of its rows begins a group. In graph order every loop
 * joins the group of a loop that it reads, under these conditions:
 *
 * <ul>
 *   <li>It computes the same rows, or an element for each, and what it reads of the group lies in
 *       the same row.
 *   <li>Nothing outside stands between: no node needs the group and is needed by the loop. The
 *       search for such a node is cut off after {@value #SEARCH} nodes, in favour of not joining.
 *   <li>The scheduler defers both or neither.
 * </ul>
 */
public final class FuseRows {
  private static final int SEARCH = 512;

  private final Graph graph;
  private final Set<Node> deferred;
  private final Map<Node, Integer> places = new HashMap<>();
  private final Map<Node, RowGroup> groups = new HashMap<>();
  private final Map<Value, Value> renewed = new HashMap<>();

  /** Of each node that is renewed, or all members of its group, the last. */
  private final Set<Node> done = new HashSet<>();

  private FuseRows(Computation computation) {
    this.graph = computation.graph();
    this.deferred = Scheduler.deferred(computation, false);
    for (Node node : graph.nodes()) {
      places.put(node, places.size());
    }
  }

  /** Returns the computation with rows staged. */
  public static Computation apply(Computation computation) {
    FuseRows pass = new FuseRows(computation);
    for (Node node : computation.graph().nodes()) {
      if (node.op() instanceof LoopOp op) {
        pass.add(node, op);
      }
    }
    pass.groups.values().removeIf(g -> g.members.size() == 1);
    return pass.groups.isEmpty() ? computation : computation.with(pass.rewrite());
  }

  private void add(Node node, LoopOp op) {
    boolean isDeferred = deferred.contains(node);
    for (Value input : node.inputs()) {
      RowGroup group = groups.get(input.node());
      if (group != null
          && group.isDeferred == isDeferred
          && group.takes(node, op)
          && !standsBetween(group, node)) {
        group.add(node, op);
        groups.put(node, group);
        return;
      }
    }
    Optional<RowGroup> alone = RowGroup.of(node, op, isDeferred);
    if (alone.isPresent()) {
      groups.put(node, alone.get());
    }
  }

  /** Returns what becomes one node with a node: the members of its group, or it alone. */
  private List<Node> unit(Node node) {
    RowGroup group = groups.get(node);
    return group == null ? List.of(node) : group.members;
  }

  private int place(Node node) {
    return places.getOrDefault(node, 0);
  }

  /** Returns whether something outside needs a group and is needed by a node, or may. */
  private boolean standsBetween(RowGroup group, Node node) {
    int first = place(group.members.getFirst());
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    for (Value input : node.inputs()) {
      if (!group.members.contains(input.node())) {
        open.add(input.node());
      }
    }
    while (!open.isEmpty()) {
      List<Node> unit = unit(open.pop());
      // What comes before the group needs nothing of it.
      if (place(unit.getLast()) < first || !seen.add(unit.getFirst())) {
        continue;
      }
      if (seen.size() > SEARCH) {
        return true;
      }
      for (Node member : unit) {
        for (Value input : member.inputs()) {
          if (groups.get(input.node()) == group) {
            return true;
          }
          open.add(input.node());
        }
      }
    }
    return false;
  }

  private Graph rewrite() {
    Set<Value> needed = needed();
    for (Value output : graph.outputs()) {
      Deque<Node> open = new ArrayDeque<>(List.of(output.node()));
      while (!open.isEmpty()) {
        List<Node> waiting = waiting(open.peek());
        if (waiting.isEmpty()) {
          renew(open.pop(), needed);
        } else {
          for (Node before : waiting) {
            open.push(before);
          }
        }
      }
    }
    return Graph.of(graph.inputs(), renewed(graph.outputs()));
  }

  /** Returns the values that are read outside their group. */
  private Set<Value> needed() {
    Set<Value> needed = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        if (groups.get(node) == null || groups.get(node) != groups.get(input.node())) {
          needed.add(input);
        }
      }
    }
    return needed;
  }

  /** Returns what must be renewed before a node. */
  private List<Node> waiting(Node node) {
    List<Node> waiting = new ArrayList<>();
    List<Node> unit = unit(node);
    if (!done.contains(unit.getLast())) {
      for (Node member : unit) {
        for (Value input : member.inputs()) {
          if (!renewed.containsKey(input) && !unit.contains(input.node())) {
            waiting.add(input.node());
          }
        }
      }
    }
    return waiting;
  }

  private List<Value> renewed(List<Value> values) {
    List<Value> now = new ArrayList<>(values.size());
    for (Value value : values) {
      now.add(renewed.get(value));
    }
    return now;
  }

  private void renew(Node node, Set<Value> needed) {
    RowGroup group = groups.get(node);
    if (!done.add(unit(node).getLast())) {
      return;
    }
    if (group != null) {
      group.build(needed::contains, renewed::get, renewed);
      return;
    }
    List<Value> inputs = renewed(node.inputs());
    Node by = inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
    for (int i = 0; i < node.outputTypes().size(); i++) {
      renewed.put(node.output(i), by.output(i));
    }
  }
}
