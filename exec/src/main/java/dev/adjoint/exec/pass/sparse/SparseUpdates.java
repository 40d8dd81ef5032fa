// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import com.google.common.collect.Iterables;
import dev.adjoint.exec.pass.simplify.FoldConstants;
import dev.adjoint.exec.pass.sparse.UnselectedRows.Number;
import dev.adjoint.exec.pass.sparse.UnselectedRows.Same;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.exec.tile.RowGather;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes what follows from a scatter into a table on the selected rows alone, where no other row
 * changes: the next value {@code p − rate·g} of a table whose gradient {@code g} is that of a
 * lookup, with the state of its optimizer. New rows are put in place of the old ones, in the memory
 * of the variable; so a step costs what its lookups cost, however long the table is. A sum over all
 * rows, such as the norm of {@code g}, is one over the selected ones.
 *
 * <p>A region is left as it is if some result is neither: if a row that no index selects changes
 * too, as with momentum or weight decay, or if all of {@code g} is asked for.
 */
public final class SparseUpdates implements GraphPass {
  /** How many times as many rows as indices a table must have: each index costs several copies. */
  private static final int LEAST_ROWS_PER_INDEX = 2;

  private final FoldConstants.Evaluator evaluator;

  /** Creates the pass with the code that runs ops on constants. */
  public SparseUpdates(FoldConstants.Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public Graph apply(Graph graph) {
    if (graph.nodes().stream().noneMatch(node -> node.op() instanceof RowScatter)) {
      return graph;
    }
    Run run = new Run();
    for (RowRegion region : RowRegions.of(graph)) {
      UnselectedRows others = new UnselectedRows(region, evaluator);
      if (LEAST_ROWS_PER_INDEX * region.selected() <= region.rows()
          && Iterables.all(region.results(), v -> isSparse(v, region, others))) {
        run.add(region, others);
      }
    }
    return run.apply(graph);
  }

  /** Returns whether a result follows from the selected rows alone. */
  private static boolean isSparse(Value result, RowRegion region, UnselectedRows others) {
    return switch (others.of(result)) {
      case Same(Value table) ->
          table.node().op() instanceof LeafOp.Read || !(result.node().op() instanceof RowScatter);
      case Number number ->
          number.isZero()
              && !region.isOutput(result)
              && Iterables.all(region.readers(result), SparseUpdates::sumsRows);
      case UnselectedRows.Unknown _ -> false;
    };
  }

  /** Returns whether a node sums along the first axis, so that rows of zeros do not matter. */
  private static boolean sumsRows(Node node) {
    if (!(node.op() instanceof ReductionOp op) || op.axes().get(0) != 0) {
      return false;
    }
    Value x = node.inputs().getFirst();
    Scalar a = Scalar.argument(0, x.dtype());
    Scalar sum = op.combine(a, Scalar.argument(1, x.dtype()));
    return sum.instruction() == Instruction.ADD
        && sum.operands().stream().allMatch(o -> o.instruction() == Instruction.ARGUMENT)
        && op.finish(a, op.count(x.shape())) == a;
  }

  /** One walk over a graph. */
  private static final class Run {
    private final GraphRewriter rewriter = new GraphRewriter();
    private final Map<Node, RowRegion> regions = new HashMap<>();
    private final Map<RowRegion, SelectedRows> selected = new HashMap<>();

    /** For each result that is a table with new rows the table. */
    private final Map<Value, Value> tables = new HashMap<>();

    void add(RowRegion region, UnselectedRows others) {
      region.nodes().forEach(node -> regions.put(node, region));
      selected.put(region, new SelectedRows(region, rewriter));
      for (Value result : region.results()) {
        if (others.of(result) instanceof Same(Value table)) {
          tables.put(result, table);
        }
      }
    }

    Graph apply(Graph graph) {
      for (Node node : regions.isEmpty() ? List.<Node>of() : graph.nodes()) {
        RowRegion region = regions.get(node);
        if (region == null) {
          visitOutside(node);
        } else {
          selected.get(region).add(node);
          Value table = tables.get(node.output(0));
          if (table != null) {
            Value written = selected.get(region).written(table, node.output(0));
            rewriter.replace(node.output(0), written);
          }
        }
      }
      return rewriter.result(graph);
    }

    /** Keeps a node outside of all regions, but for a sum over rows, which reads the selected. */
    private void visitOutside(Node node) {
      Optional<SelectedRows> read =
          node.inputs().stream()
              .filter(x -> regions.containsKey(x.node()) && !tables.containsKey(x))
              .map(x -> selected.get(regions.get(x.node())))
              .findFirst();
      if (read.isPresent()) {
        Value rows = read.get().of(node.inputs().getFirst());
        rewriter.replace(node, Node.of(node.op(), List.of(rows)));
        return;
      }
      rewriter.renew(node);
      if (node.op() instanceof RowGather gather && gather.axis() == 0) {
        Value indices = node.inputs().get(1);
        selected.forEach((region, rows) -> {
          if (region.indices().keySet().equals(Set.of(indices))) {
            rows.addTaken(node.inputs().get(0), node.output(0));
          }
        });
      }
    }
  }
}
