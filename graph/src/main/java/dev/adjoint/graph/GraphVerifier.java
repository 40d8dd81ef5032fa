// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what every graph must satisfy, so that a faulty rewrite or a faulty op is found where it
 * happened: each node stands once and after its inputs, its types are those that its op infers, and
 * every input is listed once; in the bodies of control flow, too.
 */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Checks a graph, in time linear in its size.
   *
   * @throws IllegalStateException if a node is out of order, stands twice, or bears types that its
   *     op does not infer, or if an output is missing
   * @throws IllegalArgumentException if inputs are not listed once each
   */
  public static void verify(Graph graph) {
    Set<Node> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        if (!seen.contains(input.node())) {
          String used = input.node().op().name() + ": " + input.type();
          throw fault(node, "uses a value before it is computed: " + used);
        }
      }
      checkTypes(node);
      checkBodies(node);
      if (!seen.add(node)) {
        throw fault(node, "stands in the graph twice");
      }
    }
    for (Value output : graph.outputs()) {
      if (!seen.contains(output.node())) {
        throw fault(output.node(), "is an output but not in the graph");
      }
    }
    checkInputs(graph);
  }

  private static void checkTypes(Node node) {
    List<TensorType> inferred;
    try {
      inferred = node.op().infer(node.inputTypes());
    } catch (ShapeException e) {
      IllegalStateException fault =
          fault(node, "refuses the inputs that it was built from: " + e.getMessage());
      fault.initCause(e);
      throw fault;
    }
    if (!inferred.equals(node.outputTypes())) {
      throw fault(node, "infers other types than when it was built: " + inferred);
    }
  }

  /** Goes as deep as control flow is nested. */
  private static void checkBodies(Node node) {
    if (!(node.op() instanceof ControlOp control)) {
      return;
    }
    for (BodyGraph body : control.bodies()) {
      try {
        verify(body.graph());
      } catch (IllegalStateException | IllegalArgumentException e) {
        IllegalStateException fault = fault(node, "has a faulty body: " + e.getMessage());
        fault.initCause(e);
        throw fault;
      }
    }
  }

  private static IllegalStateException fault(Node node, String problem) {
    return new IllegalStateException("graph: node '" + node + "' " + problem);
  }

  /**
   * Checks that each listed input is one, and that all inputs the nodes need are listed, once.
   *
   * @throws IllegalArgumentException if not
   */
  static void checkInputs(Graph graph) {
    Set<Node> listed = new HashSet<>();
    for (Value input : graph.inputs()) {
      if (input.node().op() instanceof LeafOp.Read) {
        throw new IllegalArgumentException(
            "graph: '"
                + input.node()
                + "' is listed as an input but is a variable, which a run reads by itself; leave it out");
      }
      if (!(input.node().op() instanceof LeafOp.Input)) {
        throw new IllegalArgumentException(
            "graph: '" + input.node() + "' is listed as an input but is none; list only inputs");
      }
      if (!listed.add(input.node())) {
        throw new IllegalArgumentException(
            "graph: '" + input.node() + "' is listed twice as an input; list it once");
      }
    }
    for (Node node : graph.nodes()) {
      if (node.op() instanceof LeafOp.Input(String label, _) && !listed.contains(node)) {
        for (Node other : listed) {
          if (other.op() instanceof LeafOp.Input(String name, _) && name.equals(label)) {
            throw new IllegalArgumentException(
                "graph: the outputs need '%s', which is another input than the listed '%s'; an input is made once: use the same Expr"
                    .formatted(node, other));
          }
        }
        throw new IllegalArgumentException(
            "graph: the outputs need '" + node + "', which is not among the inputs; list it");
      }
    }
  }
}
