package dev.adjoint.graph;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Checks what every graph must satisfy, so that a faulty rewrite is found where it happened: each
 * node stands after its inputs, its types are those that its op infers, and every input is listed
 * once.
 */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Checks a graph.
   *
   * @throws IllegalStateException if a node is out of order or bears wrong types
   * @throws IllegalArgumentException if inputs are not listed once each
   */
  public static void verify(Graph graph) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        check(seen.contains(input.node()), "uses a value before it is computed", node);
      }
      List<TensorType> inferred = node.op().infer(node.inputTypes());
      check(inferred.equals(node.outputTypes()), "should have types " + inferred, node);
      check(!inferred.isEmpty(), "has no output", node);
      check(seen.add(node), "stands in the graph twice", node);
    }
    for (Value output : graph.outputs()) {
      check(seen.contains(output.node()), "is an output but not in the graph", output.node());
    }
    checkInputs(graph);
  }

  private static void check(boolean condition, String problem, Node node) {
    if (!condition) {
      throw new IllegalStateException("graph: node " + node + " " + problem);
    }
  }

  static void checkInputs(Graph graph) {
    Set<Node> listed = new HashSet<>();
    for (Value input : graph.inputs()) {
      if (!(input.node().op() instanceof LeafOp.Input)) {
        throw new IllegalArgumentException(
            "graph: " + input + " cannot be handed over: it is computed; list only inputs");
      }
      if (!listed.add(input.node())) {
        throw new IllegalArgumentException("graph: input " + input.node() + " is listed twice");
      }
    }
    for (Node node : graph.nodes()) {
      if (node.op() instanceof LeafOp.Input && !listed.contains(node)) {
        throw new IllegalArgumentException(
            "graph: the outputs need " + node + ", which is not among the listed inputs; list it");
      }
    }
  }
}
