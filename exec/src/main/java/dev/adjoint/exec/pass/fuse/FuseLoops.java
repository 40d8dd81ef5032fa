// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces elementwise nodes by {@link LoopFusion} nodes, each of which computes many of them in
 * one walk through memory, reads through the views between them, and stores only the values that
 * are read outside. {@link FusionAnalysis} decides which nodes share a loop, {@link
 * Rematerialisation} which values are recomputed in their readers.
 */
public final class FuseLoops {
  private final Graph graph;
  private final FusionAnalysis analysis;
  private final Set<Value> needed = new HashSet<>();
  private final GraphRewriter rewriter = new GraphRewriter();

  private FuseLoops(Computation computation) {
    this.graph = computation.graph();
    this.analysis = FusionAnalysis.of(computation);
  }

  /** Returns the computation with loops fused. */
  public static Computation apply(Computation computation) {
    return computation.with(new FuseLoops(computation).rewrite());
  }

  private Graph rewrite() {
    List<FusionCluster> order = analysis.inOrder(graph.outputs());
    markNeeded(order);
    copyBetween(order);
    markNeeded(order);
    for (FusionCluster cluster : order) {
      if (cluster.isLoop) {
        fuse(cluster);
      } else {
        for (Node node : cluster.members.keySet()) {
          rewriter.renew(node);
        }
      }
    }
    return rewriter.result(graph);
  }

  /** Recomputes values in their readers where this is cheaper. */
  private void copyBetween(List<FusionCluster> order) {
    List<FusionCluster> alive = new ArrayList<>();
    for (FusionCluster cluster : order) {
      if (!cluster.members.isEmpty()) {
        alive.add(cluster);
      }
    }
    Rematerialisation copies =
        new Rematerialisation(analysis, alive, ImmutableSet.copyOf(graph.outputs()));
    for (FusionCluster cluster : alive) {
      copies.copyTo(cluster);
    }
  }

  private boolean isNeeded(Node node) {
    for (int i = 0; i < node.outputTypes().size(); i++) {
      if (needed.contains(node.output(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Finds the values that are read from memory, and drops members of clusters that are not read.
   */
  private void markNeeded(List<FusionCluster> order) {
    needed.clear();
    needed.addAll(graph.outputs());
    for (FusionCluster cluster : order.reversed()) {
      Set<Node> inside = new HashSet<>();
      for (Node node : sorted(cluster).reversed()) {
        if (!inside.contains(node) && !(isOwn(cluster, node) && isNeeded(node))) {
          cluster.members.remove(node);
          continue;
        }
        for (LoopRead read : cluster.members.get(node)) {
          if (cluster.computes(read)) {
            inside.add(read.source().node());
          } else {
            needed.add(read.source());
          }
        }
      }
    }
  }

  /** Returns whether a node is not just copied to a cluster. */
  private boolean isOwn(FusionCluster cluster, Node node) {
    return analysis.cluster(node) == cluster;
  }

  private List<Node> sorted(FusionCluster cluster) {
    List<Node> nodes = new ArrayList<>(cluster.members.keySet());
    if (nodes.size() > 1) {
      nodes.sort(Comparator.comparing(analysis::place));
    }
    return nodes;
  }

  private static boolean isAlongRows(Node reduction) {
    ImmutableIntArray axes = ((ReductionOp) reduction.op()).axes();
    return ReductionPath.of(reduction.inputTypes().getFirst().shape(), axes)
        .orElseThrow()
        .alongRows();
  }

  private void fuse(FusionCluster cluster) {
    LoopAssembly loop = new LoopAssembly(cluster, analysis, rewriter);
    List<Value> results = new ArrayList<>();
    List<Node> reductions = new ArrayList<>();
    for (Node node : sorted(cluster)) {
      if (node.op() instanceof ReductionOp) {
        reductions.add(node);
      } else {
        loop.compute(node);
        if (isOwn(cluster, node) && needed.contains(node.output(0))) {
          results.add(node.output(0));
        }
      }
    }
    // Those that reduce rows into one another come first; the sort leaves others in order.
    reductions.sort(Comparator.comparing(FuseLoops::isAlongRows));
    if (!results.isEmpty() || !reductions.isEmpty()) {
      Node fused = loop.build(results, reductions);
      for (Node reduction : reductions) {
        results.add(reduction.output(0));
      }
      rewriter.replace(results, fused);
    }
  }
}
