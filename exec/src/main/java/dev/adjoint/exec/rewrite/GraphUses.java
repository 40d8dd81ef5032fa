// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each value of a graph is used, as an input of a node or an output of the graph. */
public final class GraphUses {
  private final Map<Value, Integer> counts = new HashMap<>();

  /** Counts the uses in a graph. */
  public GraphUses(Graph graph) {
    for (Node node : graph.nodes()) {
      addAll(node.inputs());
    }
    addAll(graph.outputs());
  }

  private void addAll(List<Value> values) {
    for (Value value : values) {
      counts.put(value, count(value) + 1);
    }
  }

  /** Returns how often a value is used. */
  public int count(Value value) {
    return counts.getOrDefault(value, 0);
  }
}
