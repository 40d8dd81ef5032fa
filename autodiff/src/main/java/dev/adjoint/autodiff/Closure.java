// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.Expr;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Traces a user's function into a body graph. Expressions that the function uses from outside
 * become further inputs of the body (they are closed over), so that derivatives by them are right.
 *
 * <p>The body contains the nodes that depend on its inputs. Nodes that do not are the same in every
 * run of the body and are computed once before it, except for constants and for views that repeat
 * or rearrange elements, which would only take memory.
 */
final class Closure {
  /**
   * A body and the values that it closes over.
   *
   * @param graph the body; its inputs are those of the first list, then what it closes over, then
   *     those of the second list
   * @param closedOver the values from outside, in order
   */
  record Body(BodyGraph graph, ImmutableList<Value> closedOver) {}

  /** Nodes made before this one are from outside, even constants. */
  private final long start = Expr.input("start").node().order();

  /** The nodes that depend on the traced inputs. */
  private final Set<Node> varying = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The nodes that are part of the body. */
  private final Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());

  /** For each value from outside the input that replaces it in the body. */
  private final Map<Value, Value> closedOver = new LinkedHashMap<>();

  private final GraphRewriter rewriter = new GraphRewriter();

  /** Starts to trace a function. */
  Closure() {}

  /** Returns inputs for the function. */
  List<Expr> inputs(String role, List<TensorType> types) {
    ImmutableList.Builder<Expr> inputs = ImmutableList.builder();
    for (int i = 0; i < types.size(); i++) {
      Expr input = Expr.input(role + " " + i, types.get(i));
      varying.add(input.node());
      inside.add(input.node());
      inputs.add(input);
    }
    return inputs.build();
  }

  /**
   * Returns the body that computes outputs.
   *
   * @param first inputs made here
   * @param last inputs made here
   */
  Body close(List<Expr> first, List<Expr> last, Iterable<Expr> outputs) {
    Graph traced = Graph.of(ImmutableList.copyOf(outputs));
    traced.nodes().forEach(this::classify);
    Set<Node> live = live(traced);
    for (Node node : traced.nodes()) {
      if (live.contains(node) && inside.contains(node)) {
        node.inputs().forEach(this::closeOver);
        rewriter.renew(node);
      }
    }
    traced.outputs().forEach(this::closeOver);
    Iterable<Value> inputs = Iterables.concat(first, closedOver.values(), last);
    return new Body(
        BodyGraph.of(ImmutableList.copyOf(inputs), rewriter.now(traced.outputs())),
        ImmutableList.copyOf(closedOver.keySet()));
  }

  private void classify(Node node) {
    if (node.inputs().stream().anyMatch(v -> varying.contains(v.node()))) {
      varying.add(node);
      inside.add(node);
    } else if (node.order() > start && isFree(node)) {
      inside.add(node);
    }
  }

  /** Returns whether computing a node in every run is cheaper than storing its value. */
  private static boolean isFree(Node node) {
    return node.op() instanceof LeafOp.Constant
        || node.op() instanceof ViewOp
            && node.inputs().getFirst().type().size() <= node.outputTypes().getFirst().size();
  }

  /** Returns the nodes that the body needs, and those whose values it closes over. */
  private Set<Node> live(Graph traced) {
    Set<Node> live = Collections.newSetFromMap(new IdentityHashMap<>());
    traced.outputs().forEach(v -> live.add(v.node()));
    for (Node node : traced.nodes().reverse()) {
      if (live.contains(node) && inside.contains(node)) {
        node.inputs().forEach(v -> live.add(v.node()));
      }
    }
    return live;
  }

  /** Replaces a value from outside by an input of the body. */
  private void closeOver(Value value) {
    if (!inside.contains(value.node()) && !closedOver.containsKey(value)) {
      Expr input = Expr.input("closed over " + closedOver.size(), value.type());
      closedOver.put(value, input);
      rewriter.replace(value, input);
    }
  }
}
