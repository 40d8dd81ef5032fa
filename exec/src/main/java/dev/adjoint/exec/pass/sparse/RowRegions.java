// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import dev.adjoint.exec.rewrite.Clusters;
import dev.adjoint.exec.tile.IndexedOp;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the regions of a graph: each begins with scatters, whose indices follow from no scatter,
 * and goes on as long as nodes work on each row by itself.
 */
final class RowRegions {
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Clusters clusters;

  /** The nodes that follow from a scatter, in a region or not. */
  private final Set<Node> following = new HashSet<>();

  /** Indices, and the number of rows that they select from. */
  private record Selection(Value indices, int rows) {
    static Selection of(Node node) {
      boolean isScatter = node.op() instanceof RowScatter;
      Value table = isScatter ? node.output(0) : node.inputs().get(0);
      return new Selection(node.inputs().get(1), table.shape().dim(0));
    }
  }

  private RowRegions(int nodes) {
    clusters = new Clusters(nodes);
  }

  /** Returns the regions of a graph, by the first of their nodes. */
  static Collection<RowRegion> of(Graph graph) {
    RowRegions finder = new RowRegions(graph.nodes().size());
    for (Node node : graph.nodes()) {
      finder.visit(node);
    }
    return finder.numbers.isEmpty() ? List.of() : finder.regions(graph);
  }

  private void visit(Node node) {
    boolean follows = node.inputs().stream().anyMatch(v -> following.contains(v.node()));
    boolean isScatter = isScatter(node);
    if (follows || isScatter) {
      following.add(node);
    }
    List<Value> tables = isScatter ? node.inputs().subList(0, 1) : node.inputs();
    boolean goesOn = !isScatter && RowLocal.is(node) && tables.stream().anyMatch(this::isIn);
    if (isScatter || goesOn) {
      int number = clusters.add();
      numbers.put(node, number);
      for (Value table : tables) {
        if (isIn(table)) {
          clusters.union(clusters.of(number), clusters.of(numbers.get(table.node())));
        }
      }
    }
  }

  private boolean isIn(Value value) {
    return numbers.containsKey(value.node());
  }

  private boolean isScatter(Node node) {
    return node.op() instanceof RowScatter scatter
        && scatter.axis() == 0
        && node.outputTypes().getFirst().size() > 0
        && node.inputs().get(1).type().size() > 0
        && !following.contains(node.inputs().get(1).node());
  }

  private Collection<RowRegion> regions(Graph graph) {
    Map<Integer, RowRegion> regions = new LinkedHashMap<>();
    Map<Selection, IndexedOp> first = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof IndexedOp op && op.axis() == 0) {
        first.putIfAbsent(Selection.of(node), op);
      }
      if (numbers.containsKey(node)) {
        int rows = node.output(0).shape().dim(0);
        RowRegion region = regions.computeIfAbsent(number(node), _ -> new RowRegion(rows));
        if (node.op() instanceof RowScatter) {
          region.add(node, first.get(Selection.of(node)));
        } else {
          region.add(node);
        }
      }
    }
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        Value input = node.inputs().get(i);
        if (isIn(input) && !(numbers.containsKey(node) && isTable(node, i))) {
          regions.get(number(input.node())).addReader(input, node);
        }
      }
    }
    for (Value output : graph.outputs()) {
      if (isIn(output)) {
        regions.get(number(output.node())).addOutput(output);
      }
    }
    return regions.values();
  }

  /** Returns whether a node of a region reads an input row by row. */
  private static boolean isTable(Node node, int input) {
    return input == 0 || !(node.op() instanceof RowScatter);
  }

  private int number(Node node) {
    return clusters.of(numbers.get(node));
  }
}
