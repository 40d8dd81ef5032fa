// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recomputes values in the loops that read them where this saves memory traffic: a value and the
 * nodes it is computed from are copied from the loop that computes it to one that reads it, if
 *
 * <ul>
 *   <li>no other node needs any of them, so that they only move, or they take no more than {@value
 *       #CHEAP} instructions; and
 *   <li>fewer arrays are read and written afterwards. An equal number suffices if all readers are
 *       loops that may copy it too: after the last copy the value is not stored at all.
 * </ul>
 *
 * <p>Copied nodes depend only on values that the loop depended on before, so the order of loops
 * stays. Members that are no longer needed stay in their loops and are left out when these are
 * built.
 */
final class Rematerialisation {
  private static final int CHEAP = 3;
  private static final int MOST_COPIED = 16;

  private final FusionAnalysis analysis;
  private final Set<Value> outputs;

  /** For each value the clusters that read it from memory. */
  private final Map<Value, Set<FusionCluster>> readers = new HashMap<>();

  /**
   * Prepares to copy between clusters.
   *
   * @param clusters all that are not dead
   * @param outputs the values that must be stored in any case
   */
  Rematerialisation(FusionAnalysis analysis, List<FusionCluster> clusters, Set<Value> outputs) {
    this.analysis = analysis;
    this.outputs = outputs;
    for (FusionCluster cluster : clusters) {
      for (var reads : cluster.members.values()) {
        for (LoopRead read : reads) {
          if (!cluster.computes(read)) {
            addReader(read.source(), cluster);
          }
        }
      }
    }
  }

  private void addReader(Value value, FusionCluster cluster) {
    readers.computeIfAbsent(value, _ -> new HashSet<>()).add(cluster);
  }

  private Set<FusionCluster> readers(Value value) {
    return readers.getOrDefault(value, Set.of());
  }

  /** Copies to a cluster the values that it should recompute. */
  void copyTo(FusionCluster cluster) {
    if (!cluster.isLoop) {
      return;
    }
    Map<Value, Boolean> inOrder = new HashMap<>();
    for (var reads : cluster.members.values()) {
      for (LoopRead read : reads) {
        if (!cluster.computes(read) && !read.isLiteral()) {
          inOrder.merge(read.source(), read.layout().isEmpty(), Boolean::logicalAnd);
        }
      }
    }
    List<Value> inPlaceOrder = new ArrayList<>();
    inOrder.forEach((value, is) -> {
      if (is) {
        inPlaceOrder.add(value);
      }
    });
    inPlaceOrder.sort(Comparator.comparing(v -> analysis.place(v.node())));
    Deque<Value> open = new ArrayDeque<>(inPlaceOrder);
    while (!open.isEmpty()) {
      Value value = open.pop();
      FusionCluster from = analysis.cluster(value.node());
      if (from.isLoop
          && from != cluster
          && from.size == cluster.size
          && from.isDeferred == cluster.isDeferred
          && !(value.node().op() instanceof ReductionOp)) {
        copy(value, from, cluster, inOrder, open);
      }
    }
  }

  /**
   * Copies a value if that pays.
   *
   * @param known the values that the cluster reads from memory
   * @param open receives the values that it then reads in order
   */
  private void copy(
      Value value,
      FusionCluster from,
      FusionCluster to,
      Map<Value, Boolean> known,
      Deque<Value> open) {
    Set<Node> copied = new HashSet<>();
    Set<LoopRead> loads = new HashSet<>();
    int weight = collect(value, from, to, copied, loads);
    if (weight < 0) {
      return;
    }
    int added = 0;
    for (LoopRead load : loads) {
      added += !known.containsKey(load.source()) && isLarge(load, to) ? 1 : 0;
    }
    Set<FusionCluster> all = readers(value);
    boolean isLast = all.size() == 1 && !outputs.contains(value);
    boolean mayVanish = !outputs.contains(value);
    for (FusionCluster reader : all) {
      mayVanish &= reader.isLoop && reader.size == to.size;
    }
    int gain = 1 + (isLast ? 1 : 0) - added;
    boolean pays = gain > 0 || gain == 0 && mayVanish;
    if (!pays || weight > CHEAP && !movesOnly(copied, from, to)) {
      return;
    }
    var dims = LoopLayout.refine(to.dims, from.dims);
    if (dims.isEmpty() || !analysis.fits(to, weight, loads.size())) {
      return;
    }
    to.dims = dims.get();
    to.weight += weight;
    for (Node node : copied) {
      to.members.put(node, from.members.get(node));
    }
    readers(value).remove(to);
    for (LoopRead read : loads) {
      addReader(read.source(), to);
      if (known.put(read.source(), true) == null && read.layout().isEmpty()) {
        open.add(read.source());
      }
    }
    to.reads.addAll(loads);
  }

  private static boolean isLarge(LoopRead read, FusionCluster to) {
    return read.source().type().size() == to.size;
  }

  /**
   * Finds the nodes that compute a value in its loop.
   *
   * @param copied the nodes to recompute
   * @param loads the values that they read from memory
   * @return the number of instructions, negative if they are too many
   */
  private int collect(
      Value value, FusionCluster from, FusionCluster to, Set<Node> copied, Set<LoopRead> loads) {
    int weight = 0;
    Deque<Node> open = new ArrayDeque<>();
    open.push(value.node());
    copied.add(value.node());
    while (!open.isEmpty()) {
      Node node = open.pop();
      weight += analysis.weight(node);
      for (LoopRead read : from.members.get(node)) {
        boolean isInside = from.computes(read);
        if (to.computes(read) || read.isLiteral() && !isInside) {
          continue;
        }
        if (!isInside || !readers(read.source()).isEmpty() || outputs.contains(read.source())) {
          loads.add(read);
        } else if (copied.add(read.source().node())) {
          open.push(read.source().node());
        }
        if (copied.size() > MOST_COPIED) {
          return -1;
        }
      }
    }
    return weight;
  }

  /** Returns whether only {@code to} needs the copied nodes. */
  private boolean movesOnly(Set<Node> copied, FusionCluster from, FusionCluster to) {
    for (Node node : copied) {
      Value value = node.output(0);
      if (outputs.contains(value)) {
        return false;
      }
      for (FusionCluster reader : readers(value)) {
        if (reader != to) {
          return false;
        }
      }
    }
    for (var member : from.members.entrySet()) {
      for (LoopRead read : member.getValue()) {
        if (copied.contains(read.source().node())
            && !copied.contains(member.getKey())
            && from.computes(read)) {
          return false;
        }
      }
    }
    return true;
  }
}
