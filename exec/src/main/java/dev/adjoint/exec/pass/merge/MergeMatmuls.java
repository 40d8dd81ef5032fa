// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges the work of products that share their right operand.
 *
 * <ul>
 *   <li>Products of views of one value, such as those of each step of a sequence with one weight,
 *       become views of one product of all their rows. Products that {@link PartitionRows} will
 *       partition are left out: a step that has just computed its product finds it in the cache of
 *       its thread, and no memory holds the products of all steps.
 *   <li>If several products take their right operand transposed, it is transposed once.
 * </ul>
 *
 * <p>Each element of a product is a sum along the inner dimension in an order that depends on its
 * length alone, not on the other rows or on the layout of the operands. So no bit changes.
 */
public final class MergeMatmuls implements GraphPass {
  /** Rows from which a product has nothing to gain from more of them. */
  private static final int ENOUGH_ROWS = 512;

  /** Creates the pass. */
  public MergeMatmuls() {}

  @Override
  public Graph apply(Graph graph) {
    return new TransposeOnce().apply(new JoinRows().apply(graph));
  }

  private static boolean isMatrixProduct(Node node) {
    return node.op() instanceof MatrixProduct && node.inputs().getFirst().shape().rank() == 2;
  }

  /** Products of views of one value. */
  private static final class JoinRows {
    /** The properties that the products must share. */
    private record Kind(
        MatrixProduct op, Value right, Value source, Shape shape, ImmutableIntArray strides) {}

    /** Products that become one, and their left operands in the order of their places. */
    private record Group(List<Node> products) {
      List<Value> left() {
        return products.stream().map(n -> n.inputs().getFirst()).toList();
      }
    }

    private final Map<Node, Group> groups = new HashMap<>();
    private final Map<Group, Value> made = new IdentityHashMap<>();
    private final GraphRewriter rewriter = new GraphRewriter();
    private final Concatenations joins = new Concatenations();

    Graph apply(Graph graph) {
      findGroups(graph);
      if (groups.isEmpty()) {
        return graph;
      }
      for (Node node : graph.nodes()) {
        Group group = groups.get(node);
        if (group == null) {
          rewriter.replace(node, rewriter.renewed(node));
        } else {
          // All read one value and one right operand, so the first may stand for all.
          Value all = made.computeIfAbsent(group, this::product);
          int rows = node.outputTypes().getFirst().shape().dim(0);
          int start = group.products.indexOf(node) * rows;
          rewriter.replace(node.output(0), Concatenations.rows(all, start, rows));
        }
      }
      return rewriter.result(graph);
    }

    private Value product(Group group) {
      Node first = group.products.getFirst();
      List<Value> left = group.left().stream().map(this::renewedView).toList();
      Value right = rewriter.now(first.inputs().get(1));
      return Node.of(first.op(), List.of(joins.along(0, left), right)).output(0);
    }

    /**
     * Returns the replacement of a view that may come later in the graph than the first product.
     */
    private Value renewedView(Value view) {
      return rewriter.renewed(view.node()).output(0);
    }

    private void findGroups(Graph graph) {
      Map<Kind, List<Node>> kinds = new LinkedHashMap<>();
      Set<Node> partitioned = RowParallelRegions.products(graph, PartitionRows.LEAST_ROWS);
      for (Node node : graph.nodes()) {
        if (isMatrixProduct(node)
            && !partitioned.contains(node)
            && !((MatrixProduct) node.op()).transposeA()
            && node.inputs().getFirst().node().op() instanceof ViewOp view) {
          Node left = node.inputs().getFirst().node();
          Value source = left.inputs().getFirst();
          IndexMap map = view.map(source.shape());
          if (map.isTotal() && map.shape().dim(0) < ENOUGH_ROWS) {
            Value right = node.inputs().get(1);
            Kind kind =
                new Kind((MatrixProduct) node.op(), right, source, map.shape(), map.strides());
            kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(node);
          }
        }
      }
      kinds.values().stream().filter(g -> g.size() > 1).forEach(this::addGroup);
    }

    private void addGroup(List<Node> products) {
      products.sort(Comparator.comparingInt(JoinRows::offset));
      int step = offset(products.get(1)) - offset(products.get(0));
      for (int i = 1; i < products.size(); i++) {
        if (offset(products.get(i)) - offset(products.get(i - 1)) != step) {
          return;
        }
      }
      Group group = new Group(ImmutableList.copyOf(products));
      products.forEach(p -> groups.put(p, group));
    }

    private static int offset(Node product) {
      Node left = product.inputs().getFirst().node();
      return ((ViewOp) left.op()).map(left.inputs().getFirst().shape()).offset();
    }
  }

  /** Right operands that are taken transposed several times. */
  private static final class TransposeOnce {
    private final Map<Value, Integer> taken = new HashMap<>();
    private final Map<Value, Value> transposed = new HashMap<>();

    Graph apply(Graph graph) {
      for (Node node : graph.nodes()) {
        if (takesTransposed(node)) {
          taken.merge(node.inputs().get(1), 1, Integer::sum);
        }
      }
      taken.values().removeIf(count -> count == 1);
      return taken.isEmpty() ? graph : rewrite(graph);
    }

    private Graph rewrite(Graph graph) {
      GraphRewriter rewriter = new GraphRewriter();
      for (Node node : graph.nodes()) {
        Node renewed = rewriter.renewed(node);
        if (takesTransposed(node) && taken.containsKey(node.inputs().get(1))) {
          Value right =
              transposed.computeIfAbsent(renewed.inputs().get(1), Concatenations::transposed);
          MatrixProduct op = ((MatrixProduct) node.op()).transposing(false, false);
          renewed = Node.of(op, List.of(renewed.inputs().getFirst(), right));
        }
        rewriter.replace(node, renewed);
      }
      return rewriter.result(graph);
    }

    private static boolean takesTransposed(Node node) {
      return isMatrixProduct(node)
          && ((MatrixProduct) node.op()).transposeB()
          && !((MatrixProduct) node.op()).transposeA()
          && node.inputs().get(1).shape().size() > 1;
    }
  }
}
