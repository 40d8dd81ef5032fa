// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.Collection;

/**
 * A graph that is part of an op, such as the body of a loop. It depends on its inputs alone. Two
 * are equal if they compute the same, see {@link GraphStructure}, so that an op with a body is
 * equal to any other that does the same.
 */
public final class BodyGraph {
  private final Graph graph;
  private final GraphStructure structure;

  /** Whether there is a constant that {@link UnboundGraph} leaves out. */
  private final boolean hasData;

  private BodyGraph(Graph graph) {
    this.graph = graph;
    this.structure = GraphStructure.of(graph);
    this.hasData = UnboundGraph.hasData(graph);
  }

  /**
   * Returns the body that computes outputs from inputs.
   *
   * @param inputs each the output of a {@link LeafOp.Input}; not all need be used
   * @throws IllegalArgumentException if an input is not one or occurs twice, if the outputs need
   *     one that is not listed, or if they read a variable
   */
  public static BodyGraph of(
      Collection<? extends Value> inputs, Collection<? extends Value> outputs) {
    Graph graph = Graph.of(inputs, outputs);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof LeafOp.Read(Variable variable)) {
        throw new IllegalArgumentException(
            "graph: a body reads variable \"%s\"; hand its value over as an input of the op"
                .formatted(variable.name()));
      }
    }
    return new BodyGraph(graph);
  }

  /** Returns the graph. */
  public Graph graph() {
    return graph;
  }

  /** Returns the structure of the graph. */
  public GraphStructure structure() {
    return structure;
  }

  /** Returns whether there is a constant that {@link UnboundGraph} leaves out. */
  boolean hasData() {
    return hasData;
  }

  /** Returns whether the other is a body that computes the same. */
  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof BodyGraph b && structure.equals(b.structure);
  }

  @Override
  public int hashCode() {
    return structure.hashCode();
  }

  /** Returns the number of nodes, such as {@code 7 nodes}. */
  @Override
  public String toString() {
    return graph.nodes().size() + " nodes";
  }
}
