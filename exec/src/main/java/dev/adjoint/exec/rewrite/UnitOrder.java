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
import java.util.Objects;
import java.util.function.Function;

/** An order of units that a graph's nodes form, each after those that it needs. */
final class UnitOrder<U> {
  private final Map<U, List<U>> followers = new IdentityHashMap<>();

  /** For each unit how many reads of others it still waits for. */
  private final Map<U, Integer> missing = new IdentityHashMap<>();

  private final Deque<U> ready = new ArrayDeque<>();

  private UnitOrder() {}

  /**
   * Returns the units (Kahn, "Topological sorting of large networks", 1962).
   *
   * @param unit the unit of a node, one object for all nodes in it; none may need itself
   */
  static <U> List<U> of(Graph graph, Function<Node, U> unit) {
    return new UnitOrder<U>().order(graph, unit);
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
          missing.merge(own, 1, Integer::sum);
        }
      }
    }
    units.stream().filter(u -> Objects.equals(missing.get(u), 0)).forEach(ready::add);
    List<U> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      U next = ready.remove();
      order.add(next);
      followers.getOrDefault(next, List.of()).forEach(this::release);
    }
    return order;
  }

  private void release(U unit) {
    if (missing.merge(unit, -1, Integer::sum) == 0) {
      ready.add(unit);
    }
  }
}
