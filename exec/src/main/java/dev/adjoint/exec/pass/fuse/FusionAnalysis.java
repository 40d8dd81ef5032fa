// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.exec.rewrite.AcyclicClusters;
import dev.adjoint.exec.rewrite.Clusters;
import dev.adjoint.exec.rewrite.GraphOrder;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which nodes become one loop. Every elementwise node, in graph order, joins the loops that
 * compute its inputs, then a loop that reads the same value, under these conditions:
 *
 * <ul>
 *   <li>Both have as many elements, and extents that fit (see {@link LoopLayout#refine}).
 *   <li>No node outside lies on a path between them, see {@link AcyclicClusters}, not even a view
 *       that is read through.
 *   <li>The scheduler defers both or neither. So updates stay last, where they can overwrite their
 *       variables.
 *   <li>The loop does not get too long for a method, nor its operands too many to keep pointers to.
 * </ul>
 *
 * <p>Then every reduction joins the loop that computes its input, and one that reads its input, if
 * all reductions of that loop walk through the elements in ways that go together.
 *
 * <p>These loops compute nothing twice; {@link Rematerialisation} recomputes values where it pays.
 */
final class FusionAnalysis {
  private static final int MOST_STEPS = 320;
  private static final int MOST_READS = 24;
  private static final int SEARCH = 512;

  private final GraphOrder order;
  private final AcyclicClusters acyclic;
  private final Clusters clusters;

  /** The clusters by number. */
  private final FusionCluster[] fusions;

  private final Map<Value, FusionCluster> lastReaders = new HashMap<>();
  private final Bodies bodies = new Bodies();
  private final GraphUses uses;

  private FusionAnalysis(Graph graph) {
    this.order = new GraphOrder(graph);
    this.acyclic = new AcyclicClusters(order.size(), SEARCH);
    this.clusters = acyclic.clusters();
    this.fusions = new FusionCluster[order.size()];
    this.uses = new GraphUses(graph);
  }

  /** Returns the clusters of a graph's nodes. */
  static FusionAnalysis of(Computation computation) {
    FusionAnalysis analysis = new FusionAnalysis(computation.graph());
    Set<Node> deferred = Scheduler.deferred(computation, true);
    for (Node node : computation.graph().nodes()) {
      analysis.add(node, deferred.contains(node));
    }
    for (Node node : computation.graph().nodes()) {
      if (node.op() instanceof ReductionOp && analysis.cluster(node).isLoop) {
        analysis.joinReduction(node);
      }
    }
    return analysis;
  }

  private void add(Node node, boolean isDeferred) {
    if (LoopRead.isFusible(node)) {
      addToLoops(node, isDeferred);
      return;
    }
    Optional<ReductionPath> path =
        node.op() instanceof ReductionOp op && isReducible(node)
            ? ReductionPath.of(node.inputTypes().getFirst().shape(), op.axes())
            : Optional.empty();
    add(
        node,
        path.isPresent()
            ? FusionCluster.reduction(node, path.get(), isDeferred, 1, uses)
            : FusionCluster.single(node));
  }

  /** Returns whether a reduction has elements to reduce. */
  private static boolean isReducible(Node node) {
    int out = node.outputTypes().getFirst().size();
    return out > 0 && node.inputTypes().getFirst().size() > out;
  }

  /** Lets a reduction join the loop that computes its input, and those that read it too. */
  private void joinReduction(Node node) {
    FusionCluster own = cluster(node);
    LoopRead read = own.members.get(node).getFirst();
    if (read.layout().isPresent()) {
      return;
    }
    Value source = read.source();
    own = merge(own, cluster(source.node()));
    FusionCluster sibling = lastReaders.get(source);
    own = sibling == null ? own : merge(own, root(sibling));
    lastReaders.put(source, own);
  }

  /** Returns the cluster of a node. */
  FusionCluster cluster(Node node) {
    return fusions[clusters.of(order.of(node))];
  }

  /** Returns the number of a node in the graph. */
  int place(Node node) {
    return order.of(node);
  }

  /** Returns the clusters that the graph's outputs need, each after those that it needs. */
  List<FusionCluster> inOrder(List<Value> outputs) {
    List<FusionCluster> inOrder = new ArrayList<>();
    for (int cluster : clusters.order(order.of(outputs))) {
      inOrder.add(fusions[cluster]);
    }
    return inOrder;
  }

  /** Returns whether a loop may have these further instructions and operands. */
  boolean fits(FusionCluster loop, int instructions, int operands) {
    return loop.weight + instructions <= MOST_STEPS && loop.reads.size() + operands <= MOST_READS;
  }

  /** Returns about how many instructions an elementwise node takes. */
  int weight(Node node) {
    return bodies.weight(node);
  }

  /** Returns the body of an elementwise node. */
  ScalarProgram program(Node node) {
    return bodies.program(node);
  }

  private void add(Node node, FusionCluster own) {
    ImmutableList<LoopRead> reads = own.members.getOrDefault(node, ImmutableList.of());
    int[] needed = new int[reads.size()];
    for (int i = 0; i < needed.length; i++) {
      needed[i] = order.of(reads.get(i).source().node());
    }
    fusions[acyclic.add(needed)] = own;
  }

  private void addToLoops(Node node, boolean isDeferred) {
    FusionCluster own = FusionCluster.loop(node, isDeferred, weight(node), uses);
    add(node, own);
    for (LoopRead read : own.members.get(node)) {
      if (read.layout().isEmpty()) {
        own = merge(own, cluster(read.source().node()));
      }
    }
    for (LoopRead read : own.members.get(node)) {
      if (read.layout().isEmpty() && !read.isLiteral()) {
        FusionCluster sibling = lastReaders.get(read.source());
        own = sibling == null ? own : merge(own, root(sibling));
        lastReaders.put(read.source(), own);
      }
    }
  }

  private int number(FusionCluster cluster) {
    return order.of(cluster.members.keySet().iterator().next());
  }

  /** Returns the cluster that a cluster has been merged into. */
  private FusionCluster root(FusionCluster cluster) {
    return fusions[clusters.of(number(cluster))];
  }

  /** Returns the cluster that {@code own} is in afterwards. */
  private FusionCluster merge(FusionCluster own, FusionCluster other) {
    if (own == other
        || !other.isLoop
        || own.size != other.size
        || own.isDeferred != other.isDeferred
        || own.weight + other.weight > MOST_STEPS
        || own.reads.size() + other.reads.size() > MOST_READS) {
      return own;
    }
    Optional<ImmutableIntArray> dims = LoopLayout.refine(own.dims, other.dims);
    Optional<Optional<ReductionPath>> path = own.commonPath(other);
    if (dims.isEmpty()
        || path.isEmpty()
        || readsOutOfOrder(own, other)
        || readsOutOfOrder(other, own)
        || !acyclic.merge(number(own), number(other))) {
      return own;
    }
    boolean larger = other.members.size() >= own.members.size();
    FusionCluster kept = larger ? other : own;
    FusionCluster gone = larger ? own : other;
    kept.take(gone, dims.get(), path.get());
    fusions[clusters.of(number(kept))] = kept;
    kept.reads.removeIf(r -> r.layout().isEmpty() && cluster(r.source().node()) == kept);
    return kept;
  }

  /** Returns whether a loop reads a value of another through a view, which lies between them. */
  private boolean readsOutOfOrder(FusionCluster loop, FusionCluster other) {
    for (LoopRead read : loop.reads) {
      if (read.layout().isPresent() && cluster(read.source().node()) == other) {
        return true;
      }
    }
    return false;
  }
}
