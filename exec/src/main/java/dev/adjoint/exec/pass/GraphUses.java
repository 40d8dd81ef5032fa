package dev.adjoint.exec.pass;

import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.Map;

/** How often each value of a graph is used, as an input of a node or an output of the graph. */
final class GraphUses {
  private final Map<Value, Integer> counts = new HashMap<>();

  GraphUses(Graph graph) {
    for (Node node : graph.nodes()) {
      node.inputs().forEach(v -> counts.merge(v, 1, Integer::sum));
    }
    graph.outputs().forEach(v -> counts.merge(v, 1, Integer::sum));
  }

  int count(Value value) {
    return counts.getOrDefault(value, 0);
  }
}
