// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Sets;
import dev.adjoint.exec.tile.IndexedOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that work on each row of some tables by itself, and of which each follows from a scatter.
 */
final class RowRegion {
  private final int rows;
  private final List<Node> nodes = new ArrayList<>();

  /** The tensors of indices, each with the first op that takes it. */
  private final Map<Value, IndexedOp> indices = new LinkedHashMap<>();

  /** The values that nodes outside read, each with these nodes. */
  private final ListMultimap<Value, Node> readers =
      MultimapBuilder.linkedHashKeys().arrayListValues().build();

  /** The values that are outputs of the graph. */
  private final Set<Value> outputs = new LinkedHashSet<>();

  RowRegion(int rows) {
    this.rows = rows;
  }

  /** Adds a node that is no scatter. */
  void add(Node node) {
    nodes.add(node);
  }

  /**
   * Adds a scatter.
   *
   * @param first the first op that takes its indices, whose error users know
   */
  void add(Node scatter, IndexedOp first) {
    nodes.add(scatter);
    indices.putIfAbsent(scatter.inputs().get(1), first);
  }

  void addReader(Value value, Node reader) {
    readers.put(value, reader);
  }

  void addOutput(Value value) {
    outputs.add(value);
  }

  /** Returns the number of rows of the tables. */
  int rows() {
    return rows;
  }

  /** Returns the nodes, in graph order. */
  List<Node> nodes() {
    return nodes;
  }

  /** Returns the tensors of indices, each with the first op that takes it. */
  Map<Value, IndexedOp> indices() {
    return indices;
  }

  /** Returns the values that are read outside or are outputs of the graph. */
  Set<Value> results() {
    return Sets.union(readers.keySet(), outputs);
  }

  /** Returns the nodes outside that read a value. */
  List<Node> readers(Value value) {
    return readers.get(value);
  }

  /** Returns whether a value is an output of the graph. */
  boolean isOutput(Value value) {
    return outputs.contains(value);
  }

  /** Returns how many rows the indices select at most. */
  long selected() {
    return indices.keySet().stream().mapToLong(v -> v.type().size()).sum();
  }
}
