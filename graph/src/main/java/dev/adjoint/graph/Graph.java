// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The nodes that given outputs need, in topological order: every node stands after the nodes of its
 * inputs. A view that owns nothing; the same outputs always give the same order.
 */
public final class Graph {
  private final ImmutableList<Value> inputs;
  private final ImmutableList<Value> outputs;
  private final ImmutableList<Node> nodes;

  /** Does not check: the verifier's tests plant faults here. */
  Graph(ImmutableList<Value> inputs, ImmutableList<Value> outputs, ImmutableList<Node> nodes) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.nodes = nodes;
  }

  /**
   * Returns the graph that computes the outputs.
   *
   * @param inputs the values handed over at each run, in the order of handing over; each the output
   *     of a {@link LeafOp.Input}
   * @param outputs the values to compute
   * @throws IllegalArgumentException if an input is not one or occurs twice, or if the outputs need
   *     an input that is not listed
   */
  public static Graph of(Collection<? extends Value> inputs, Collection<? extends Value> outputs) {
    Given.allPresent("graph", "input", inputs);
    Given.allPresent("graph", "output", outputs);
    ImmutableList<Node> nodes = topological(outputs);
    Graph graph = new Graph(ImmutableList.copyOf(inputs), ImmutableList.copyOf(outputs), nodes);
    GraphVerifier.checkInputs(graph);
    return graph;
  }

  /** Returns the graph that computes the outputs; its inputs are those needed, in graph order. */
  public static Graph of(Collection<? extends Value> outputs) {
    Given.allPresent("graph", "output", outputs);
    ImmutableList<Node> nodes = topological(outputs);
    ImmutableList<Value> inputs =
        nodes.stream()
            .filter(n -> n.op() instanceof LeafOp.Input)
            .map(n -> n.output(0))
            .collect(ImmutableList.toImmutableList());
    return new Graph(inputs, ImmutableList.copyOf(outputs), nodes);
  }

  /** Returns the values handed over at each run. */
  public ImmutableList<Value> inputs() {
    return inputs;
  }

  /** Returns the values to compute. */
  public ImmutableList<Value> outputs() {
    return outputs;
  }

  /** Returns the nodes that the outputs need, each after the nodes of its inputs. */
  public ImmutableList<Node> nodes() {
    return nodes;
  }

  /**
   * Returns this graph with other ops on its nodes, each of the same types; itself if all stay.
   *
   * @param change returns the op for that of a node, the same one if nothing changes; called for
   *     each node, in order
   */
  Graph withOps(UnaryOperator<Op> change) {
    GraphRewriter rewriter = new GraphRewriter();
    for (Node node : nodes) {
      Op op = change.apply(node.op());
      if (op == node.op()) {
        rewriter.renew(node);
      } else {
        rewriter.replace(node, Node.of(op, rewriter.now(node.inputs())));
      }
    }
    return rewriter.result(this);
  }

  /** Walks depth first with an explicit stack, so that the depth of the graph does not matter. */
  private static ImmutableList<Node> topological(Collection<? extends Value> outputs) {
    List<Node> order = new ArrayList<>();
    NodeSet done = new NodeSet();
    Deque<Visit> open = new ArrayDeque<>();
    for (Value output : outputs) {
      enter(output.node(), done, open, order);
      while (!open.isEmpty()) {
        Visit visit = open.peek();
        if (visit.next == visit.node.inputs().size()) {
          order.add(visit.node);
          open.pop();
        } else {
          enter(visit.node.inputs().get(visit.next++).node(), done, open, order);
        }
      }
    }
    return ImmutableList.copyOf(order);
  }

  private static void enter(Node node, NodeSet done, Deque<Visit> open, List<Node> order) {
    if (done.add(node)) {
      if (node.inputs().isEmpty()) {
        order.add(node);
      } else {
        open.push(new Visit(node));
      }
    }
  }

  /** A node on the stack and the number of its inputs that were entered. */
  private static final class Visit {
    final Node node;
    int next;

    Visit(Node node) {
      this.node = node;
    }
  }

  /**
   * Returns a hash that is equal for graphs of equal structure, see {@link GraphStructure}. It may
   * differ from one run of the JVM to the next.
   */
  public int structuralHash() {
    return GraphStructure.of(this).hashCode();
  }

  /** Returns the listing of {@link GraphPrinter}. */
  @Override
  public String toString() {
    return GraphPrinter.print(this);
  }
}
