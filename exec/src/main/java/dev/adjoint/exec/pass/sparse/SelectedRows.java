// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.RowSlots;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.exec.ir.TakeRows;
import dev.adjoint.exec.ir.WriteRows;
import dev.adjoint.exec.pass.simplify.Splats;
import dev.adjoint.exec.tile.IndexedOp;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The nodes of a region on the selected rows alone, in tables with a slot for each index. A row
 * that is selected several times has its values in its first slot; the others have those of a row
 * that is not selected.
 */
final class SelectedRows {
  private final GraphRewriter rewriter;
  private final int slots;
  private final Node found;
  private final Map<Value, Value> slotsOf = new HashMap<>();
  private final Map<Value, Value> selected = new HashMap<>();

  /**
   * Creates the rows.
   *
   * @param rewriter has the present values for those outside of the region
   */
  SelectedRows(RowRegion region, GraphRewriter rewriter) {
    this.rewriter = rewriter;
    this.slots = (int) region.selected();
    ImmutableList<IndexedOp> checks = ImmutableList.copyOf(region.indices().values());
    List<Value> indices = List.copyOf(region.indices().keySet());
    this.found = Node.of(new RowSlots(checks, region.rows()), indices);
    for (int i = 0; i < indices.size(); i++) {
      slotsOf.put(indices.get(i), found.output(i + 1));
    }
  }

  /** Adds a node of the region, all of whose inputs in the region are added. */
  void add(Node node) {
    Value made;
    if (node.op() instanceof RowScatter scatter) {
      Value x = node.inputs().get(0);
      Value table = x.type().equals(node.outputTypes().getFirst()) ? of(x) : rewriter.now(x);
      Value at = slotsOf.get(node.inputs().get(1));
      Value updates = rewriter.now(node.inputs().get(2));
      made = Node.of(scatter.withExtent(slots), List.of(table, at, updates)).output(0);
    } else {
      made = RowLocal.onRows(node, node.inputs().stream().map(this::of).toList(), slots);
    }
    selected.put(node.output(0), made);
  }

  /**
   * Adds rows of a table that the graph takes anyway: those of all indices, in their order.
   *
   * @param taken the rows, with any axes in place of the first
   */
  void addTaken(Value table, Value taken) {
    Shape shape = table.shape().with(0, slots);
    selected.putIfAbsent(table, StridedView.reshape(rewriter.now(taken), shape));
  }

  /** Returns a table with new values in the selected rows. */
  Value written(Value table, Value values) {
    return Node.of(new WriteRows(), List.of(rewriter.now(table), found.output(0), of(values)))
        .output(0);
  }

  /**
   * Returns the selected rows of a value. What is computed row by row for all rows is computed
   * again for these.
   */
  Value of(Value value) {
    Deque<Value> open = new ArrayDeque<>();
    open.push(value);
    while (!open.isEmpty()) {
      Value next = open.peek();
      if (selected.containsKey(next)) {
        open.pop();
      } else if (!isComputed(next)) {
        selected.put(next, taken(next));
      } else if (!openInputs(next.node(), open)) {
        List<Value> inputs = next.node().inputs().stream().map(selected::get).toList();
        selected.put(next, RowLocal.onRows(next.node(), inputs, slots));
      }
    }
    return selected.get(value);
  }

  private static boolean isComputed(Value value) {
    return RowLocal.is(value.node()) && !RowLocal.isRepeated(value) && Splats.of(value).isEmpty();
  }

  private boolean openInputs(Node node, Deque<Value> open) {
    List<Value> missing = new ArrayList<>(node.inputs());
    missing.removeIf(selected::containsKey);
    missing.forEach(open::push);
    return !missing.isEmpty();
  }

  private Value taken(Value value) {
    TensorType type = value.type();
    OptionalLong splat = Splats.of(value);
    if (splat.isPresent()) {
      return Splats.repeated(type.dtype(), type.shape().with(0, slots), splat.getAsLong());
    }
    if (RowLocal.isRepeated(value)) {
      IndexMap map = StridedView.mapOf(value).orElseThrow();
      Value source = rewriter.now(value.node().inputs().getFirst());
      return StridedView.view(source, RowLocal.withRows(map, slots));
    }
    return Node.of(new TakeRows(), List.of(rewriter.now(value), found.output(0))).output(0);
  }
}
