// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import dev.adjoint.exec.gemm.PackedProduct;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.machine.CacheSizes;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The regions of a graph in which each row of every value depends on no other row of the values in
 * the region, and which hold a long chain of small products, such as the forward and the backward
 * pass of a recurrent network over a batch.
 *
 * <p>A node is <i>by rows</i> if it is elementwise, a view, a {@link Concatenation} of columns or a
 * product with the rows on the left. Its <i>level</i> is the greatest number of times that a path
 * to it from the leaves reads a value by rows in any other way than row for row. Nodes of one level
 * with equally many rows form a region. A path that leaves a region reaches a later level and never
 * returns, so a region can become one node.
 *
 * <p>A node that feeds no product of its region belongs to the later region that alone reads it, if
 * there is one: a derivative is computed where it is used, not as early as possible.
 */
final class RowParallelRegions {
  /** Rows of a product above which its steps are worth sharing out by themselves. */
  private static final int MOST_ROWS = 128;

  /** Bytes of a right operand that every partition can read from its own second-level cache. */
  private static final long MOST_BYTES = CacheSizes.L2 / 2 * Float.BYTES;

  /** Products on a path from which a region is one. */
  private static final int LEAST_CHAIN = 4;

  /** The rows and the level of a node that is by rows. */
  private record Key(int rows, int level) {
    // By hand, as linking what the JVM makes for a record takes a fresh one some milliseconds.

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.rows == rows && key.level == level;
    }

    @Override
    public int hashCode() {
      return 31 * rows + level;
    }
  }

  /** The properties of a node. */
  private static final class Info {
    final int rows;
    int level;

    /** The products on the longest path through the node's region that ends here. */
    int chain;

    final List<Node> readers = new ArrayList<>();

    Info(int rows) {
      this.rows = rows;
    }

    Key key() {
      return new Key(rows, level);
    }
  }

  /** A region. */
  static final class Region {
    /** The number of rows of all values in it. */
    final int rows;

    /** Its nodes, in graph order. */
    final List<Node> members = new ArrayList<>();

    private Region(int rows) {
      this.rows = rows;
    }
  }

  private final Graph graph;
  private final int leastRows;
  private final Set<Value> outputs;
  private final Map<Node, Info> infos = new HashMap<>();
  private final Set<Key> chains = new HashSet<>();
  private final Map<Node, Key> chosen = new HashMap<>();

  private RowParallelRegions(Graph graph, int leastRows) {
    this.graph = graph;
    this.outputs = new HashSet<>(graph.outputs());
    this.leastRows = leastRows;
  }

  /**
   * Returns the regions of a graph.
   *
   * @param leastRows how many rows they have at least
   */
  static List<Region> of(Graph graph, int leastRows) {
    RowParallelRegions regions = new RowParallelRegions(graph, leastRows);
    for (Node node : graph.nodes()) {
      regions.findLevel(node);
    }
    if (regions.chains.isEmpty()) {
      return List.of();
    }
    for (Node node : graph.nodes().reverse()) {
      regions.choose(node);
    }
    Map<Key, Region> found = new HashMap<>();
    List<Region> inOrder = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Key key = regions.chosen.get(node);
      if (key != null) {
        Region region = found.get(key);
        if (region == null) {
          region = new Region(key.rows);
          found.put(key, region);
          inOrder.add(region);
        }
        region.members.add(node);
      }
    }
    return inOrder;
  }

  /**
   * Returns the products of all regions that gain nothing from being merged over the steps: their
   * right operands fit a second-level cache beside the other data of the region.
   *
   * @param leastRows how many rows the regions have at least
   */
  static Set<Node> products(Graph graph, int leastRows) {
    Set<Node> products = new HashSet<>();
    for (Region region : of(graph, leastRows)) {
      List<Node> own = new ArrayList<>();
      Set<Value> right = new HashSet<>();
      long bytes = 0;
      for (Node node : region.members) {
        if (isProduct(node)) {
          own.add(node);
          bytes += right.add(node.inputs().get(1)) ? node.inputs().get(1).type().bytes() : 0;
        }
      }
      if (bytes <= MOST_BYTES) {
        products.addAll(own);
      }
    }
    return products;
  }

  private Info info(Node node) {
    return Objects.requireNonNull(infos.get(node));
  }

  private void findLevel(Node node) {
    Info info = new Info(isByRows(node) ? node.outputTypes().getFirst().shape().dim(0) : 0);
    infos.put(node, info);
    for (int i = 0; i < node.inputs().size(); i++) {
      Info read = info(node.inputs().get(i).node());
      read.readers.add(node);
      boolean leaves = read.rows > 0 && !readsRowForRow(node, i);
      info.level = Math.max(info.level, read.level + (leaves ? 1 : 0));
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Info read = info(node.inputs().get(i).node());
      if (read.rows > 0 && read.level == info.level && readsRowForRow(node, i)) {
        info.chain = Math.max(info.chain, read.chain);
      }
    }
    if (info.rows > 0
        && isProduct(node)
        && ++info.chain == LEAST_CHAIN
        && info.rows >= leastRows
        && info.rows <= MOST_ROWS) {
      chains.add(info.key());
    }
  }

  private static boolean isProduct(Node node) {
    return node.op() instanceof MatrixProduct || node.op() instanceof PackedProduct;
  }

  private static boolean isByRows(Node node) {
    Shape shape = node.outputTypes().getFirst().shape();
    if (node.outputTypes().size() > 1 || shape.rank() == 0 || shape.size() == 0) {
      return false;
    }
    return switch (node.op()) {
      case ElementwiseOp _ -> true;
      case ViewOp view -> view.map(node.inputs().getFirst().shape()).isTotal();
      case Concatenation concat -> concat.axis() > 0;
      case MatrixProduct product ->
          shape.rank() == 2
              && !product.transposeA()
              && node.inputs().get(1).type().bytes() <= MOST_BYTES;
      case PackedProduct product ->
          product.left().isEmpty() && node.inputs().get(1).type().bytes() <= MOST_BYTES;
      default -> false;
    };
  }

  /** Returns whether a row of a node that is by rows depends on the same row of an input alone. */
  static boolean readsRowForRow(Node node, int input) {
    Shape shape = node.inputs().get(input).shape();
    if (!isByRows(node)
        || shape.rank() == 0
        || shape.dim(0) != node.outputTypes().getFirst().shape().dim(0)) {
      return false;
    }
    return switch (node.op()) {
      case MatrixProduct _, PackedProduct _ -> input == 0;
      case ViewOp view -> isRowForRow(view.map(shape), shape);
      default -> true;
    };
  }

  private static boolean isRowForRow(IndexMap map, Shape source) {
    int row = source.size() / source.dim(0);
    int first = map.offset();
    int last = map.offset();
    for (int axis = 1; axis < map.shape().rank(); axis++) {
      int reach = (map.shape().dim(axis) - 1) * map.strides().get(axis);
      first += Math.min(0, reach);
      last += Math.max(0, reach);
    }
    return (map.strides().get(0) == row || source.dim(0) == 1) && first >= 0 && last < row;
  }

  private void choose(Node node) {
    Info info = info(node);
    if (info.rows == 0) {
      return;
    }
    Key own = info.key();
    if (chains.contains(own) && (isProduct(node) || isReadIn(own, node))) {
      chosen.put(node, own);
    } else {
      Optional<Key> only = onlyReader(node);
      if (only.isPresent() && only.get().rows == info.rows) {
        chosen.put(node, only.get());
      }
    }
  }

  private boolean isReadIn(Key region, Node node) {
    for (Node reader : info(node).readers) {
      if (region.equals(chosen.get(reader)) && isReadRowForRow(node, reader)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isReadRowForRow(Node node, Node reader) {
    Value value = node.output(0);
    for (int i = 0; i < reader.inputs().size(); i++) {
      if (reader.inputs().get(i).equals(value) && !readsRowForRow(reader, i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the region that all readers of a node are in; empty if there is no such region. */
  private Optional<Key> onlyReader(Node node) {
    @Nullable Key only = null;
    for (Node reader : info(node).readers) {
      Key key = chosen.get(reader);
      if (key == null || only != null && !only.equals(key) || !isReadRowForRow(node, reader)) {
        return Optional.empty();
      }
      only = key;
    }
    return outputs.contains(node.output(0)) ? Optional.empty() : Optional.ofNullable(only);
  }
}
