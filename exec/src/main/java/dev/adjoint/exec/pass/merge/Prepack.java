// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import dev.adjoint.exec.gemm.PackedPanels;
import dev.adjoint.exec.gemm.PackedProduct;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packs a right operand once that many products of few rows share, such as the weight of every step
 * of a sequence. A product of few rows reads it too few times to earn a copy of it, but all of them
 * together do. No bit changes.
 */
public final class Prepack implements GraphPass {
  /** Products from which their operand is packed. */
  private static final int LEAST_PRODUCTS = 4;

  /** Rows of all products together from which their operand is packed. */
  private static final int LEAST_ROWS_OF_ALL = 128;

  /** Rows from which a product fills register blocks. */
  private static final int LEAST_ROWS = 4;

  /** Rows of a product from which it may as well pack by itself. */
  private static final int MOST_ROWS = 128;

  /** Columns, and depth, from which a panel is long enough to matter. */
  private static final int LEAST_SIDE = 16;

  /** Creates the pass. */
  public Prepack() {}

  @Override
  public Graph apply(Graph graph) {
    Set<Value> shared = shared(graph);
    return shared.isEmpty() ? graph : new Run(shared).apply(graph);
  }

  private static Set<Value> shared(Graph graph) {
    Map<Value, Integer> products = new HashMap<>();
    Map<Value, Integer> rows = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (takesPanels(node)) {
        Value right = node.inputs().get(1);
        products.merge(right, 1, Integer::sum);
        rows.merge(right, node.inputs().get(0).shape().dim(0), Integer::sum);
      }
    }
    Set<Value> shared = new HashSet<>(products.keySet());
    shared.removeIf(v -> products.get(v) < LEAST_PRODUCTS || rows.get(v) < LEAST_ROWS_OF_ALL);
    return shared;
  }

  private static boolean takesPanels(Node node) {
    if (!(node.op() instanceof MatrixProduct product)
        || product.transposeA()
        || product.transposeB()) {
      return false;
    }
    Shape left = node.inputs().get(0).shape();
    Shape right = node.inputs().get(1).shape();
    return left.rank() == 2
        && left.dim(0) >= LEAST_ROWS
        && left.dim(0) <= MOST_ROWS
        && right.dim(0) >= LEAST_SIDE
        && right.dim(1) >= LEAST_SIDE;
  }

  /** One walk over a graph. */
  private static final class Run {
    private final Set<Value> shared;
    private final Map<Value, Value> panels = new HashMap<>();
    private final GraphRewriter rewriter = new GraphRewriter();

    Run(Set<Value> shared) {
      this.shared = shared;
    }

    Graph apply(Graph graph) {
      for (Node node : graph.nodes()) {
        boolean takesShared = takesPanels(node) && shared.contains(node.inputs().get(1));
        rewriter.replace(node, takesShared ? onPanels(node) : rewriter.renewed(node));
      }
      return rewriter.result(graph);
    }

    private Node onPanels(Node product) {
      Value right = product.inputs().get(1);
      Value packed = panels.computeIfAbsent(right, this::pack);
      Value left = rewriter.now(product.inputs().get(0));
      return Node.of(PackedProduct.of(right.shape().dim(1)), List.of(left, packed));
    }

    /**
     * Returns the panels of an operand, past a view, such as a transposition: copies are copies.
     */
    private Value pack(Value right) {
      Value source = right;
      IndexMap map = IndexMap.identity(right.shape());
      if (right.node().op() instanceof ViewOp view) {
        Value viewed = right.node().inputs().getFirst();
        IndexMap through = view.map(viewed.shape());
        if (through.isTotal()) {
          source = viewed;
          map = through;
        }
      }
      PackedPanels op = PackedPanels.of(right.dtype(), map);
      return Node.of(op, List.of(rewriter.now(source))).output(0);
    }
  }
}
