// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An order of units that a graph's nodes form, each after those that it needs. */
public final class ClusterOrder<U> {
  private final Map<U, List<U>> followers = new IdentityHashMap<>();

  /** For each unit how many reads of others it still waits for. */
  private final Map<U, Integer> missing = new IdentityHashMap<>();

  private final Deque<U> ready = new ArrayDeque<>();

  private ClusterOrder() {}

  /**
   * Returns the units (Kahn, "Topological sorting of large networks", 1962).
   *
   * @param unit the unit of a node, one object for all nodes in it; none may need itself
   */
  public static <U> List<U> of(Graph graph, Function<Node, U> unit) {
    return new ClusterOrder<U>().order(graph, unit);
  }

  private List<U> order(Graph graph, Function<Node, U> unit) {
    List<U> units = new ArrayList<>();
    for (Node node : graph.nodes()) {
      U own = unit.apply(node);
      if (missing.putIfAbsent(own, 0) == null) {
        units.add(own);
      }
      for (Value input : node.inputs()) {
        U read = unit.apply(input.node());
        if (read != own) {
          followers.computeIfAbsent(read, _ -> new ArrayList<>()).add(own);
          wait(own, 1);
        }
      }
    }
    for (U one : units) {
      if (missing.getOrDefault(one, 0) == 0) {
        ready.add(one);
      }
    }
    List<U> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      U next = ready.remove();
      order.add(next);
      for (U follower : followers.getOrDefault(next, List.of())) {
        if (wait(follower, -1) == 0) {
          ready.add(follower);
        }
      }
    }
    return order;
  }

  /** Lets a unit wait for more reads, or fewer, and returns for how many it does. */
  private int wait(U unit, int more) {
    int now = missing.getOrDefault(unit, 0) + more;
    missing.put(unit, now);
    return now;
  }
}
