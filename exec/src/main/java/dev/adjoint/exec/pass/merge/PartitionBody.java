// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The graph of a region of {@link RowParallelRegions} on a partition of its rows, put together node
 * by node.
 */
final class PartitionBody {
  private final int start;
  private final int rows;

  /**
   * Gives the rows of a value from outside that an earlier region has computed for this partition.
   */
  private final Function<Value, Value> earlier;

  private final Function<Value, Value> renewed;

  /** For each value from outside the input of the graph that stands for it. */
  private final Map<Value, Value> inputs = new LinkedHashMap<>();

  private final Map<Value, Value> inside = new HashMap<>();

  /**
   * Begins an empty graph.
   *
   * @param start the first row
   * @param rows the number of rows
   * @param earlier gives the rows of a value that an earlier region has computed for this
   *     partition, or the value itself
   * @param renewed maps a value from outside to its replacement
   */
  PartitionBody(
      int start, int rows, Function<Value, Value> earlier, Function<Value, Value> renewed) {
    this.start = start;
    this.rows = rows;
    this.earlier = earlier;
    this.renewed = renewed;
  }

  /** Adds a node of the region, after those that it reads. */
  void add(Node node) {
    if (node.op() instanceof ViewOp view) {
      inside.put(node.output(0), view(node, view).output(0));
      return;
    }
    List<Value> own = new ArrayList<>(node.inputs().size());
    for (int i = 0; i < node.inputs().size(); i++) {
      own.add(input(node, i));
    }
    inside.put(node.output(0), node.withInputs(own).output(0));
  }

  private Node view(Node node, ViewOp view) {
    Value source = node.inputs().getFirst();
    IndexMap map = view.map(source.shape());
    boolean ofPartition = RowParallelRegions.readsRowForRow(node, 0) && isPartitioned(source);
    int offset = map.offset() + (ofPartition ? 0 : start * map.strides().get(0));
    IndexMap own = IndexMap.of(map.shape().with(0, rows), offset, map.strides());
    return StridedView.view(ofPartition ? partition(source) : whole(source), own).node();
  }

  private Value input(Node node, int i) {
    Value value = node.inputs().get(i);
    if (!RowParallelRegions.readsRowForRow(node, i)) {
      return whole(value);
    }
    return isPartitioned(value) ? partition(value) : Concatenations.rows(whole(value), start, rows);
  }

  private boolean isPartitioned(Value value) {
    return inside.containsKey(value) || !earlier.apply(value).equals(value);
  }

  /** Returns the rows of a value that is known partition by partition. */
  private Value partition(Value value) {
    Value own = inside.get(value);
    return own == null ? outside(earlier.apply(value)) : own;
  }

  private Value whole(Value value) {
    return value.node().op() instanceof LeafOp.Constant ? value : outside(renewed.apply(value));
  }

  private Value outside(Value value) {
    return inputs.computeIfAbsent(
        value, v -> Node.of(new LeafOp.Input("x" + inputs.size(), v.type()), List.of()).output(0));
  }

  /** Returns the values from outside, in the order of the graph's inputs. */
  ImmutableList<Value> inputs() {
    return ImmutableList.copyOf(inputs.keySet());
  }

  /** Returns the graph that computes this partition of the given values of the region. */
  BodyGraph graph(List<Value> exported) {
    List<Value> outputs = new ArrayList<>();
    for (Value value : exported) {
      outputs.add(inside.get(value));
    }
    return BodyGraph.of(inputs.values(), outputs);
  }
}
