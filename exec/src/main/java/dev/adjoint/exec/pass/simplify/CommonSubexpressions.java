// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes common subexpressions once: of nodes with equal ops on the same inputs, and of views
 * with equal maps, the first one stands for all. Inputs of the graph are never merged, whatever
 * their labels.
 */
public final class CommonSubexpressions implements GraphPass {
  /** The key of equal nodes: the op, or the map and fill of a view, whichever its op. */
  private record Key(Object what, ImmutableList<Value> inputs) {
    // By hand, as linking what the JVM makes for a record takes a fresh one some milliseconds.

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.inputs.equals(inputs) && key.what.equals(what);
    }

    @Override
    public int hashCode() {
      return 31 * what.hashCode() + inputs.hashCode();
    }

    static Key of(Node node) {
      return new Key(node.op() instanceof ViewOp view ? map(view, node) : node.op(), node.inputs());
    }

    private static Object map(ViewOp view, Node node) {
      IndexMap map = view.map(node.inputs().getFirst().shape());
      return ImmutableList.of(map, map.isTotal() ? 0.0 : view.fill());
    }
  }

  /** Creates the pass. */
  public CommonSubexpressions() {}

  @Override
  public Graph apply(Graph graph) {
    Map<Key, Node> known = new HashMap<>();
    return GraphRewriter.rewrite(
        graph,
        node -> {
          if (node.op() instanceof LeafOp.Input) {
            return node;
          }
          Node first = known.putIfAbsent(Key.of(node), node);
          return first == null ? node : first;
        });
  }
}
