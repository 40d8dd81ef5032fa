// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loops over the same rows, which are to become stages of one step. */
final class RowGroup {
  /** Shorter rows are not worth a walk each, as loops without reductions take all as one. */
  private static final int SHORTEST = 32;

  /** Longer rows do not stay in the cache. */
  private static final int LONGEST = CacheSizes.L2 / 64;

  /** As rows that are reduced into one another come in blocks of 64, they must be shorter. */
  private static final int LONGEST_FOLDED = CacheSizes.L2 / 4 / 64;

  /** The loops, in graph order. */
  final List<Node> members = new ArrayList<>();

  final boolean isDeferred;
  private final int rows;
  private final int row;

  /** How rows are reduced into one another; empty if none are. */
  private Optional<ReductionPath> columns = Optional.empty();

  /** The computed values that lie row by row: an element for each row, or a whole row. */
  private final Set<Value> byRow = new HashSet<>();

  private RowGroup(int rows, int row, boolean isDeferred) {
    this.rows = rows;
    this.row = row;
    this.isDeferred = isDeferred;
  }

  /** Returns a group of one loop, if it makes an element of each of its rows. */
  static Optional<RowGroup> of(Node node, LoopOp op, boolean isDeferred) {
    if (!(op instanceof ReduceFusion reduced)) {
      return Optional.empty();
    }
    int row = reduced.path().row();
    RowGroup group = new RowGroup(op.loop().size() / row, row, isDeferred);
    boolean begins = row >= SHORTEST && row <= LONGEST && group.rows > 1 && group.fits(op);
    if (begins) {
      group.add(node, op);
    }
    return begins && !group.byRow.isEmpty() ? Optional.of(group) : Optional.empty();
  }

  /** Returns whether a loop that reads values of the group can be a stage. */
  boolean takes(Node node, LoopOp op) {
    return fits(op) && readsByRow(node, op.loop());
  }

  private boolean fits(LoopOp op) {
    if (!(op instanceof ReduceFusion reduced)) {
      int size = op.loop().size();
      return size == rows
          || size == rows * row
              && LoopLayout.refine(op.loop().dims(), LoopLayout.rows(size, row)).isPresent();
    }
    for (int f = 0; f < reduced.reductions().size(); f++) {
      ReductionPath path = reduced.path(f);
      if (path.row() != row
          || path.groups() * path.rows() != rows
          || !path.alongRows()
              && (row > LONGEST_FOLDED || columns.isPresent() && !columns.get().equals(path))) {
        return false;
      }
    }
    return true;
  }

  private boolean readsByRow(Node node, LoopFusion loop) {
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.inputs().get(i);
      if (members.contains(input.node())
          && !(byRow.contains(input) && readsByRow(loop, i, input.type().size()))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a loop reads, for each of its rows, only elements at this row. */
  private boolean readsByRow(LoopFusion loop, int input, int size) {
    return loop.size() == size
        ? loop.isDense(input)
        : size == rows && isOneForEachRow(loop.dims(), loop.reads().get(input));
  }

  private boolean isOneForEachRow(ImmutableIntArray dims, LoopFusion.Access access) {
    int stride = 1;
    int inner = 1;
    for (int i = dims.length() - 1; i >= 0; i--) {
      boolean within = inner < row;
      if (access.strides().get(i) != (within ? 0 : stride)) {
        return false;
      }
      inner *= within ? dims.get(i) : 1;
      stride *= within ? 1 : dims.get(i);
    }
    return inner == row && access.offset() == 0;
  }

  /** Adds a loop that fits. */
  void add(Node node, LoopOp op) {
    members.add(node);
    for (int o = 0; o < op.loop().types().size(); o++) {
      Value output = node.output(o);
      int reduction = o - op.stored();
      if (reduction < 0) {
        byRow.add(output);
      } else {
        ReductionPath path = ((ReduceFusion) op).path(reduction);
        if (!path.alongRows()) {
          columns = Optional.of(path);
        } else if (output.type().size() == rows) {
          byRow.add(output);
        }
      }
    }
  }

  /**
   * Returns the node that computes the outputs of all members.
   *
   * @param outputs the outputs that are read outside, in graph order
   * @param rewriter maps a value from outside to its replacement
   */
  Node build(List<Value> outputs, GraphRewriter rewriter) {
    Map<Value, Integer> numbers = new LinkedHashMap<>();
    for (Node member : members) {
      for (Value input : member.inputs()) {
        if (!members.contains(input.node())) {
          numbers.putIfAbsent(input, numbers.size());
        }
      }
    }
    List<Value> inputs = rewriter.now(List.copyOf(numbers.keySet()));
    ImmutableList.Builder<RowFusion.Stage> stages = ImmutableList.builder();
    for (Node member : members) {
      int[] read = member.inputs().stream().mapToInt(numbers::get).toArray();
      stages.add(new RowFusion.Stage((LoopOp) member.op(), ImmutableIntArray.copyOf(read)));
      for (int o = 0; o < member.outputTypes().size(); o++) {
        numbers.put(member.output(o), numbers.size());
      }
    }
    int[] stored = outputs.stream().mapToInt(numbers::get).toArray();
    return Node.of(
        new RowFusion(inputs.size(), rows, row, stages.build(), ImmutableIntArray.copyOf(stored)),
        inputs);
  }
}
