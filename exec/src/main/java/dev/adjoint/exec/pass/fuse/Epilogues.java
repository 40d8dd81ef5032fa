// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.EpilogueFusion;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.rewrite.GraphOrder;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.exec.tile.TiledOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs fused loops over the tiles of a matrix product or convolution while these are in the cache:
 * the bias and the activation of a layer, a residual, a gradient that is added to another. The loop
 * must read the product element by element, its other inputs must be computed before the product,
 * and it must not update a variable, since updates wait for the end of a run.
 *
 * <p>Product and loop compute the same as one after the other, so no bit changes.
 */
public final class Epilogues {
  /** Columns from which a row of a tile is worth a run of the loop. */
  private static final int LEAST_COLUMNS = 64;

  private final Computation computation;
  private final GraphUses uses;
  private final GraphOrder order;
  private final Map<Node, Node> loops = new HashMap<>();
  private final Set<Value> updates;
  private final GraphRewriter rewriter = new GraphRewriter();

  private Epilogues(Computation computation) {
    this.computation = computation;
    this.uses = new GraphUses(computation.graph());
    this.order = new GraphOrder(computation.graph());
    this.updates = new HashSet<>(computation.updates());
  }

  /** Returns the computation with loops fused into products. */
  public static Computation apply(Computation computation) {
    return new Epilogues(computation).rewrite();
  }

  private Computation rewrite() {
    Graph graph = computation.graph();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof LoopFusion loop) {
        Value last = last(node.inputs());
        if (last != null && mayRunOver(last, node, loop)) {
          loops.putIfAbsent(last.node(), node);
        }
      }
    }
    if (loops.isEmpty()) {
      return computation;
    }
    for (Node node : graph.nodes()) {
      Node loop = loops.get(node);
      if (loop != null) {
        join(node, loop);
      } else if (!rewriter.isReplaced(node)) {
        rewriter.renew(node);
      }
    }
    return computation.with(rewriter.result(graph));
  }

  /** Returns the first of the values that are computed last; null if there are no values. */
  private @Nullable Value last(List<Value> values) {
    Value last = null;
    for (Value value : values) {
      last = last == null || place(value) > place(last) ? value : last;
    }
    return last;
  }

  /** Returns whether a loop can run over the last of its inputs to be computed. */
  private boolean mayRunOver(Value last, Node node, LoopFusion loop) {
    int input = node.inputs().indexOf(last);
    return last.node().op() instanceof TiledOp op
        && input == node.inputs().lastIndexOf(last)
        && loop.isDense(input)
        && loop.size() == last.type().size()
        && op.tileRow(last.node().inputTypes()) >= LEAST_COLUMNS
        && (keeps(last) || loop.types().getFirst().dtype() == last.dtype())
        && LoopLayout.byRows(loop, op.tileRow(last.node().inputTypes())).isPresent()
        && !updates(node);
  }

  private boolean updates(Node node) {
    boolean any = false;
    for (int i = 0; i < node.outputTypes().size(); i++) {
      any |= updates.contains(node.output(i));
    }
    return any;
  }

  private int place(Value value) {
    // Leaves are there from the start, wherever they stand.
    return value.node().op() instanceof LeafOp ? -1 : order.of(value.node());
  }

  private boolean keeps(Value product) {
    return uses.count(product) > 1;
  }

  private void join(Node product, Node node) {
    TiledOp op = (TiledOp) product.op();
    int row = op.tileRow(product.inputTypes());
    LoopFusion loop = LoopLayout.byRows((LoopFusion) node.op(), row).orElseThrow();
    Value made = product.output(0);
    int input = node.inputs().indexOf(made);
    List<Value> inputs = new ArrayList<>(product.inputs());
    inputs.addAll(node.inputs());
    inputs.remove(product.inputs().size() + input);
    boolean keeps = keeps(made);
    Node both = Node.of(new EpilogueFusion(op, loop, input, keeps), rewriter.now(inputs));
    int outputs = node.outputTypes().size();
    for (int i = 0; i < outputs; i++) {
      rewriter.replace(node.output(i), both.output(i));
    }
    if (keeps) {
      rewriter.replace(made, both.output(outputs));
    }
  }
}
