// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.LoopOp;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.rewrite.AcyclicClusters;
import dev.adjoint.exec.rewrite.ClusterRewriter;
import dev.adjoint.exec.rewrite.GraphOrder;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes fused loops that read each other's results row by row, such as those of a softmax or a
 * layer normalisation, stages of one step: a {@link RowFusion}.
 *
 * <p>A loop that makes an element of each of its rows begins a group. In graph order every loop
 * joins the group of a loop that it reads, under these conditions:
 *
 * <ul>
 *   <li>It computes the same rows, or an element for each, and reads of the group only elements in
 *       the same row.
 *   <li>No node outside lies on a path between them, see {@link AcyclicClusters}.
 *   <li>The scheduler defers both or neither.
 * </ul>
 */
public final class FuseRows {
  private static final int SEARCH = 512;

  private final GraphOrder order;
  private final Set<Node> deferred;
  private final AcyclicClusters acyclic;
  private final Map<Node, RowGroup> groups = new HashMap<>();

  private FuseRows(Computation computation) {
    this.order = new GraphOrder(computation.graph());
    this.deferred = Scheduler.deferred(computation, false);
    this.acyclic = new AcyclicClusters(order.size(), SEARCH);
  }

  /** Returns the computation with rows fused. */
  public static Computation apply(Computation computation) {
    FuseRows pass = new FuseRows(computation);
    Graph graph = computation.graph();
    for (Node node : graph.nodes()) {
      pass.acyclic.add(pass.order.of(node.inputs()));
      if (node.op() instanceof LoopOp op) {
        pass.add(node, op);
      }
    }
    pass.groups.values().removeIf(g -> g.members.size() == 1);
    return pass.groups.isEmpty()
        ? computation
        : computation.with(
            ClusterRewriter.rewrite(
                graph, pass.order, pass.acyclic.clusters(), pass.groups::containsKey, pass::build));
  }

  private void add(Node node, LoopOp op) {
    boolean isDeferred = deferred.contains(node);
    for (Value input : node.inputs()) {
      RowGroup group = groups.get(input.node());
      if (group != null
          && group.isDeferred == isDeferred
          && group.takes(node, op)
          && acyclic.merge(order.of(node), order.of(input.node()))) {
        group.add(node, op);
        groups.put(node, group);
        return;
      }
    }
    Optional<RowGroup> alone = RowGroup.of(node, op, isDeferred);
    if (alone.isPresent()) {
      groups.put(node, alone.get());
    }
  }

  private Node build(List<Node> members, List<Value> outputs, GraphRewriter rewriter) {
    return Objects.requireNonNull(groups.get(members.getFirst())).build(outputs, rewriter);
  }
}
