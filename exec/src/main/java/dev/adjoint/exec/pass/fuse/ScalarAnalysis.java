// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.rewrite.Clusters;
import dev.adjoint.exec.rewrite.GraphOrder;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which nodes on single numbers become one scalar block, in time linear in the graph.
 *
 * <p>Every node has a level: the greatest number of changes from numbers to tensors or back on a
 * path to it. Nodes between two numbers of one level are numbers of that level, never tensors, so
 * numbers of one level may be computed together, provided that the scheduler defers all or none.
 * They are merged if they depend on each other or wait for the same steps, so that no code waits
 * for a step that only part of it needs.
 */
final class ScalarAnalysis {
  private final GraphOrder order;
  private final Clusters clusters;
  private final Set<Node> deferred;

  /** Which nodes are on single numbers. */
  private final BitSet scalars = new BitSet();

  private final int[] levels;

  /** Twice the level of each node, and one more where the scheduler defers it. */
  private final int[] places;

  private ScalarAnalysis(Computation computation) {
    this.order = new GraphOrder(computation.graph());
    this.clusters = new Clusters(order.size());
    this.levels = new int[order.size()];
    this.places = new int[order.size()];
    this.deferred = Scheduler.deferred(computation, true);
  }

  /** Returns the clusters of a computation's nodes. */
  static ScalarAnalysis of(Computation computation) {
    ScalarAnalysis analysis = new ScalarAnalysis(computation);
    for (Node node : computation.graph().nodes()) {
      analysis.add(node);
    }
    analysis.joinThoseThatWaitAlike();
    return analysis;
  }

  /** Returns whether no node is on single numbers. */
  boolean isEmpty() {
    return scalars.isEmpty();
  }

  /** Returns the order of the graph. */
  GraphOrder order() {
    return order;
  }

  /** Returns the clusters; a node that is not on single numbers is alone in its own. */
  Clusters clusters() {
    return clusters;
  }

  /** Returns whether a node computes on single numbers, or reshapes what such a node computes. */
  boolean isMember(Node node) {
    return scalars.get(order.of(node));
  }

  private boolean isScalar(Node node) {
    if (node.op() instanceof ViewOp view) {
      Value x = node.inputs().getFirst();
      IndexMap map = view.map(x.shape());
      return isMember(x.node()) && map.shape().size() == 1 && map.isIdentity(1);
    }
    return node.op() instanceof ElementwiseOp && node.outputTypes().getFirst().size() == 1;
  }

  private void add(Node node) {
    boolean isScalar = isScalar(node);
    int[] needed = order.of(node.inputs());
    int level = 0;
    for (int source : needed) {
      if (!(order.node(source).op() instanceof LeafOp)) {
        level = Math.max(level, levels[source] + (scalars.get(source) == isScalar ? 0 : 1));
      }
    }
    int own = clusters.add(needed);
    levels[own] = level;
    places[own] = 2 * level + (deferred.contains(node) ? 1 : 0);
    if (isScalar) {
      scalars.set(own);
      for (int source : needed) {
        if (scalars.get(source) && places[source] == places[own]) {
          clusters.union(own, source);
        }
      }
    }
  }

  /** Merges place by place, so that the inputs of a cluster are merged before it. */
  private void joinThoseThatWaitAlike() {
    Map<Integer, List<Integer>> byPlace = new TreeMap<>();
    for (int i = scalars.nextSetBit(0); i >= 0; i = scalars.nextSetBit(i + 1)) {
      byPlace.computeIfAbsent(places[i], _ -> new ArrayList<>()).add(i);
    }
    for (List<Integer> place : byPlace.values()) {
      joinThoseThatWaitAlike(place);
    }
  }

  private void joinThoseThatWaitAlike(List<Integer> place) {
    Map<Integer, Set<Integer>> waits = new LinkedHashMap<>();
    for (int number : place) {
      int cluster = clusters.of(number);
      Set<Integer> own = waits.computeIfAbsent(cluster, _ -> new HashSet<>());
      for (Value input : order.node(number).inputs()) {
        int source = clusters.of(order.of(input.node()));
        if (!(input.node().op() instanceof LeafOp) && source != cluster) {
          own.add(source);
        }
      }
    }
    Map<Set<Integer>, Integer> known = new HashMap<>();
    for (var wait : waits.entrySet()) {
      Integer other = known.putIfAbsent(wait.getValue(), wait.getKey());
      if (other != null) {
        clusters.union(wait.getKey(), other);
      }
    }
  }
}
