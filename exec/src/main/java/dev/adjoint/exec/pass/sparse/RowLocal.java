// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.List;
import java.util.Optional;

/** Ops each row of whose result depends only on the same row of its inputs. */
final class RowLocal {
  private RowLocal() {}

  /** Returns whether a node is of this kind, a row being a slice along the first axis. */
  static boolean is(Node node) {
    return switch (node.op()) {
      case ElementwiseOp _ -> node.output(0).shape().rank() > 0;
      case ReductionOp op -> op.axes().isEmpty() || op.axes().get(0) > 0;
      case ViewOp _ -> keepsRows(node);
      default -> false;
    };
  }

  private static boolean keepsRows(Node view) {
    IndexMap map = map(view);
    Shape in = view.inputs().getFirst().shape();
    if (in.rank() == 0 || map.shape().rank() == 0 || in.size() == 0 || !map.isTotal()) {
      return false;
    }
    int rows = in.dim(0);
    int width = in.size() / rows;
    long first = map.offset();
    long last = map.offset();
    for (int i = 1; i < map.shape().rank(); i++) {
      long length = (map.shape().dim(i) - 1L) * map.strides().get(i);
      first += Math.min(length, 0);
      last += Math.max(length, 0);
    }
    return map.shape().dim(0) == rows
        && map.strides().get(0) == width
        && first >= 0
        && last < width;
  }

  /** Returns whether a value is a view all of whose rows are the same. */
  static boolean isRepeated(Value value) {
    return value.shape().rank() > 0
        && StridedView.mapOf(value).filter(m -> m.isTotal() && m.strides().get(0) == 0).isPresent();
  }

  /**
   * Returns a node that computes with its inputs' first so many rows what this one does with all.
   */
  static Value onRows(Node node, List<Value> inputs, int rows) {
    return node.op() instanceof ViewOp
        ? StridedView.view(inputs.getFirst(), withRows(map(node), rows))
        : Node.of(node.op(), inputs).output(0);
  }

  /** Returns the map of a view with another number of rows. */
  static IndexMap withRows(IndexMap map, int rows) {
    return IndexMap.of(map.shape().with(0, rows), map.offset(), map.strides());
  }

  private static IndexMap map(Node view) {
    Optional<IndexMap> map = StridedView.mapOf(view.output(0));
    return map.orElseThrow();
  }
}
