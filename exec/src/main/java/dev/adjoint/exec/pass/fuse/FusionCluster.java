// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes that become one: those of a loop, or a single node that is in none. */
final class FusionCluster {
  /** The nodes; those that can be in a loop with the values that they read. */
  final Map<Node, ImmutableList<LoopRead>> members = new LinkedHashMap<>();

  /** The values that are read from memory. */
  final Set<LoopRead> reads = new HashSet<>();

  final boolean isLoop;

  /** How the reductions among the members walk through the elements; empty if there is none. */
  Optional<ReductionPath> path = Optional.empty();

  /** Whether the scheduler defers the nodes. */
  final boolean isDeferred;

  /** The number of elements of the loop. */
  final int size;

  /** The extents of the loop. */
  ImmutableIntArray dims;

  /** About how many instructions the loop takes. */
  int weight;

  private FusionCluster(boolean isLoop, boolean isDeferred, int size) {
    this.isLoop = isLoop;
    this.isDeferred = isDeferred;
    this.size = size;
    this.dims = LoopLayout.plain(size);
  }

  /** Returns a cluster of a node that is in no loop. */
  static FusionCluster single(Node node) {
    FusionCluster cluster = new FusionCluster(false, false, 0);
    ImmutableList.Builder<LoopRead> reads = ImmutableList.builder();
    for (Value input : node.inputs()) {
      reads.add(new LoopRead(input, Optional.empty()));
    }
    cluster.members.put(node, reads.build());
    return cluster;
  }

  /** Returns a cluster of a node of a loop. */
  static FusionCluster loop(Node node, boolean isDeferred, int weight, GraphUses uses) {
    int size = node.outputTypes().getFirst().size();
    FusionCluster cluster = new FusionCluster(true, isDeferred, size);
    cluster.weight = weight;
    List<LoopRead> reads = new ArrayList<>();
    for (var input : node.inputs()) {
      LoopRead read = LoopRead.of(input, uses);
      if (read.layout().isPresent() && !read.isLiteral()) {
        var refined = LoopLayout.refine(cluster.dims, read.layout().get().dims());
        if (refined.isPresent()) {
          cluster.dims = refined.get();
        } else {
          read = LoopRead.dense(input);
        }
      }
      reads.add(read);
    }
    cluster.members.put(node, ImmutableList.copyOf(reads));
    for (LoopRead read : reads) {
      if (!read.isLiteral()) {
        cluster.reads.add(read);
      }
    }
    return cluster;
  }

  /**
   * Returns a cluster of a reduction that can be in a loop.
   *
   * @param path how it walks through the elements
   */
  static FusionCluster reduction(
      Node node, ReductionPath path, boolean isDeferred, int weight, GraphUses uses) {
    FusionCluster cluster =
        new FusionCluster(true, isDeferred, node.inputTypes().getFirst().size());
    cluster.weight = weight;
    cluster.path = Optional.of(path);
    cluster.dims = LoopLayout.rows(cluster.size, path.row());
    LoopRead read = cluster.repeated(node.inputs().getFirst(), uses);
    cluster.members.put(node, ImmutableList.of(read));
    if (!read.isLiteral()) {
      cluster.reads.add(read);
    }
    return cluster;
  }

  /** Returns how to read a value past a view that repeats elements, if extents fit, else dense. */
  private LoopRead repeated(Value value, GraphUses uses) {
    LoopRead read = LoopRead.of(value, uses);
    if (read.layout().isEmpty() || read.source().type().size() >= size) {
      return LoopRead.dense(value);
    }
    var refined = LoopLayout.refine(dims, read.layout().get().dims());
    if (refined.isEmpty()) {
      return LoopRead.dense(value);
    }
    dims = refined.get();
    return read;
  }

  /**
   * Returns a path that suits the reductions of both clusters, in a list of none or one; empty if
   * there is none.
   */
  Optional<Optional<ReductionPath>> commonPath(FusionCluster other) {
    if (path.isEmpty() || other.path.isEmpty()) {
      return Optional.of(path.or(() -> other.path));
    }
    return path.get().with(other.path.get()).map(Optional::of);
  }

  /**
   * Returns whether the loop computes the value that is read, in order, so that it need not be
   * stored.
   */
  boolean computes(LoopRead read) {
    Node source = read.source().node();
    return isLoop
        && read.layout().isEmpty()
        && source.op() instanceof ElementwiseOp
        && members.containsKey(source);
  }

  /** Takes in the members of another cluster, with extents and a path that suit both. */
  void take(FusionCluster other, ImmutableIntArray refined, Optional<ReductionPath> common) {
    path = common;
    members.putAll(other.members);
    reads.addAll(other.reads);
    weight += other.weight;
    dims = refined;
  }
}
