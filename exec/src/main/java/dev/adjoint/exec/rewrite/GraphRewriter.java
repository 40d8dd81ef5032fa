package dev.adjoint.exec.rewrite;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rebuilds a graph from its leaves to its outputs, with values replaced by others. Nodes that no
 * output needs any more are dead: they are not in the new graph.
 */
final class GraphRewriter {
  /** Decides what becomes of a node. */
  @FunctionalInterface
  interface Rule {
    /**
     * Returns what stands for the outputs of the node, itself if nothing changes.
     *
     * @param node the node, with its inputs replaced already
     */
    Node rewrite(Node node);
  }

  private final Map<Node, Node> nodes = new IdentityHashMap<>();
  private final Map<Value, Value> values = new HashMap<>();

  /** Returns the graph with every node rewritten by the rule, in graph order. */
  static Graph rewrite(Graph graph, Rule rule) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : graph.nodes()) {
      rewriter.replace(node, rule.rewrite(rewriter.renewed(node)));
    }
    return rewriter.result(graph);
  }

  /** Returns the node, or one with the same op on the values that now stand for its inputs. */
  Node renewed(Node node) {
    boolean changed = false;
    List<Value> inputs = new ArrayList<>(node.inputs().size());
    for (Value input : node.inputs()) {
      Value now = now(input);
      changed |= now != input;
      inputs.add(now);
    }
    return changed ? Node.of(node.op(), inputs) : node;
  }

  /** Lets all outputs of one node stand for those of another. */
  void replace(Node node, Node by) {
    if (node != by) {
      nodes.put(node, by);
    }
  }

  /** Lets one value stand for another. */
  void replace(Value value, Value by) {
    values.put(value, by);
  }

  /** Returns what stands for a value, itself if nothing does. */
  Value now(Value value) {
    Value by = values.get(value);
    if (by != null) {
      return by;
    }
    Node node = nodes.get(value.node());
    return node == null ? value : node.output(value.index());
  }

  /** Returns the graph of what now stands for the outputs. */
  Graph result(Graph graph) {
    if (nodes.isEmpty() && values.isEmpty()) {
      return graph;
    }
    ImmutableList.Builder<Value> outputs = ImmutableList.builder();
    graph.outputs().forEach(v -> outputs.add(now(v)));
    return Graph.of(graph.inputs(), outputs.build());
  }
}
