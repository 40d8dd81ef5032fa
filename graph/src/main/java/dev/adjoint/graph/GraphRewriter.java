// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a graph from its leaves to its outputs, with values replaced by others. Nodes that no
 * output needs any more are dead: they are not in the new graph.
 */
public final class GraphRewriter {
  /** A rule that rewrites a node. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Returns the node whose outputs replace those of the node; itself if nothing changes.
     *
     * @param node the node, with its inputs replaced already
     */
    Node rewrite(Node node);
  }

  /** For each replaced node the replacements of its outputs; null for those that stay. */
  private final Map<Node, @Nullable Value[]> replaced = new HashMap<>();

  /** Creates a rewriter that has replaced nothing yet. */
  public GraphRewriter() {}

  /** Returns the graph with every node rewritten by the rule, in graph order. */
  public static Graph rewrite(Graph graph, Rule rule) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : graph.nodes()) {
      rewriter.replace(node, rule.rewrite(rewriter.renewed(node)));
    }
    return rewriter.result(graph);
  }

  /** Returns the node, or one with the same op on the values that now stand for its inputs. */
  public Node renewed(Node node) {
    if (replaced.isEmpty()) {
      return node;
    }
    boolean changed = false;
    List<Value> inputs = new ArrayList<>(node.inputs().size());
    for (Value input : node.inputs()) {
      Value now = now(input);
      changed |= now != input;
      inputs.add(now);
    }
    return changed ? node.withInputs(inputs) : node;
  }

  /** Keeps a node, with its inputs replaced. */
  public void renew(Node node) {
    replace(node, renewed(node));
  }

  /** Replaces all outputs of one node by those of another. */
  public void replace(Node node, Node by) {
    if (node != by) {
      @Nullable Value[] outputs = outputs(node);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = by.output(i);
      }
    }
  }

  /** Replaces one value by another. */
  public void replace(Value value, Value by) {
    outputs(value.node())[value.index()] = by;
  }

  /** Replaces some values by the outputs of a node, one by one in order. */
  public void replace(List<Value> values, Node by) {
    for (int i = 0; i < values.size(); i++) {
      replace(values.get(i), by.output(i));
    }
  }

  private @Nullable Value[] outputs(Node node) {
    return replaced.computeIfAbsent(node, n -> new Value[n.outputTypes().size()]);
  }

  /** Returns the replacement of a value, itself if there is none. */
  public Value now(Value value) {
    @Nullable Value[] by = replaced.get(value.node());
    Value now = by == null ? null : by[value.index()];
    return now == null ? value : now;
  }

  /** Returns the replacements of some values. */
  public List<Value> now(List<? extends Value> values) {
    List<Value> now = new ArrayList<>(values.size());
    for (Value value : values) {
      now.add(now(value));
    }
    return now;
  }

  /** Returns whether an output of a node is replaced. */
  public boolean isReplaced(Node node) {
    return replaced.containsKey(node);
  }

  /** Returns a graph with its outputs replaced. */
  public Graph result(Graph graph) {
    if (replaced.isEmpty()) {
      return graph;
    }
    return Graph.of(graph.inputs(), now(graph.outputs()));
  }
}
