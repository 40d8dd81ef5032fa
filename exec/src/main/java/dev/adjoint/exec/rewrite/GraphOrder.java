// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.rewrite;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The numbers of a graph's nodes in its order: the vertices of {@link Clusters}. */
public final class GraphOrder {
  private final ImmutableList<Node> nodes;
  private final Map<Node, Integer> numbers;

  /** Numbers the nodes of a graph. */
  public GraphOrder(Graph graph) {
    nodes = graph.nodes();
    numbers = HashMap.newHashMap(nodes.size());
    for (Node node : nodes) {
      numbers.put(node, numbers.size());
    }
  }

  /** Returns how many nodes there are. */
  public int size() {
    return nodes.size();
  }

  /** Returns the number of a node of the graph. */
  public int of(Node node) {
    return Objects.requireNonNull(numbers.get(node));
  }

  /** Returns the numbers of the nodes that compute some values. */
  public int[] of(List<Value> values) {
    int[] of = new int[values.size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = of(values.get(i).node());
    }
    return of;
  }

  /** Returns the node of a number. */
  public Node node(int number) {
    return nodes.get(number);
  }

  /** Returns the nodes of some numbers. */
  public ImmutableList<Node> nodes(int... some) {
    ImmutableList.Builder<Node> of = ImmutableList.builderWithExpectedSize(some.length);
    for (int number : some) {
      of.add(nodes.get(number));
    }
    return of.build();
  }
}
