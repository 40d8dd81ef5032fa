// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.HashMap;
import java.util.Map;

/** Numbers the values of a graph in order, the way every printer names them. */
final class GraphNames {
  private final Map<Node, Integer> first = new HashMap<>();
  private int count;

  /** Gives the node's outputs the next numbers. */
  void define(Node node) {
    first.put(node, count);
    count += node.outputTypes().size();
  }

  /** Returns the number of a value whose node is defined. */
  int number(Value value) {
    return first.get(value.node()) + value.index();
  }

  /** Returns a name in quotes after a blank, as printers write it behind an op. */
  static String quoted(String name) {
    return " \"" + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
