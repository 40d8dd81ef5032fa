// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces elementwise nodes by {@link LoopFusion} nodes, each of which computes many of them in
 * one walk through memory, reads through the views between, and stores only what is read outside.
 * What becomes one loop, {@link FusionAnalysis} decides, and what several compute, {@link
 * Rematerialisation}.
 */
public final class FuseLoops {
  private final Graph graph;
  private final FusionAnalysis grouping;
  private final Map<Node, Integer> places = new HashMap<>();
  private final Set<Value> needed = new HashSet<>();
  private final Map<Value, Value> renewed = new HashMap<>();

  private FuseLoops(Computation computation) {
    this.graph = computation.graph();
    this.grouping = FusionAnalysis.of(computation);
    for (Node node : graph.nodes()) {
      places.put(node, places.size());
    }
  }

  /** Returns the computation with loops fused. */
  public static Computation apply(Computation computation) {
    return computation.with(new FuseLoops(computation).rewrite());
  }

  private Graph rewrite() {
    List<FusionCluster> order = order();
    markNeeded(order);
    copyBetween(order);
    markNeeded(order);
    for (FusionCluster unit : order) {
      if (unit.isLoop) {
        fuse(unit);
      } else {
        for (Node node : unit.members.keySet()) {
          renew(node);
        }
      }
    }
    return Graph.of(graph.inputs(), renewed(graph.outputs()));
  }

  /** Has loops compute themselves what is cheaper so. */
  private void copyBetween(List<FusionCluster> order) {
    List<FusionCluster> alive = new ArrayList<>();
    for (FusionCluster unit : order) {
      if (!unit.members.isEmpty()) {
        alive.add(unit);
      }
    }
    Rematerialisation copies =
        new Rematerialisation(grouping, places, alive, ImmutableSet.copyOf(graph.outputs()));
    for (FusionCluster unit : alive) {
      copies.copyTo(unit);
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

  /** Finds what is read from memory, and drops members of units that nothing reads. */
  private void markNeeded(List<FusionCluster> order) {
    needed.clear();
    needed.addAll(graph.outputs());
    for (FusionCluster unit : order.reversed()) {
      Set<Node> inside = new HashSet<>();
      for (Node node : sorted(unit).reversed()) {
        if (!inside.contains(node) && !(isOwn(unit, node) && isNeeded(node))) {
          unit.members.remove(node);
          continue;
        }
        for (LoopRead read : unit.members.get(node)) {
          if (unit.computes(read)) {
            inside.add(read.source().node());
          } else {
            needed.add(read.source());
          }
        }
      }
    }
  }

  /** Returns whether a node is not just copied to a unit. */
  private boolean isOwn(FusionCluster unit, Node node) {
    return grouping.unit(node) == unit;
  }

  /** Returns the units that the outputs need, each after those that it needs. */
  private List<FusionCluster> order() {
    List<FusionCluster> order = new ArrayList<>();
    Set<FusionCluster> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Visit> open = new ArrayDeque<>();
    for (Value output : graph.outputs()) {
      enter(grouping.unit(output.node()), entered, open);
      while (!open.isEmpty()) {
        Visit visit = open.peek();
        if (visit.open.isEmpty()) {
          order.add(visit.unit);
          open.pop();
        } else {
          enter(visit.open.pop(), entered, open);
        }
      }
    }
    return order;
  }

  private void enter(FusionCluster unit, Set<FusionCluster> entered, Deque<Visit> open) {
    if (!entered.add(unit)) {
      return;
    }
    Visit visit = new Visit(unit, new ArrayDeque<>());
    for (Node node : sorted(unit)) {
      for (LoopRead read : unit.members.get(node)) {
        FusionCluster other = grouping.unit(read.source().node());
        if (other != unit) {
          visit.open.add(other);
        }
      }
    }
    open.push(visit);
  }

  /** A unit and those that it needs and that are still to be entered. */
  private record Visit(FusionCluster unit, Deque<FusionCluster> open) {}

  private List<Node> sorted(FusionCluster unit) {
    List<Node> nodes = new ArrayList<>(unit.members.keySet());
    if (nodes.size() > 1) {
      nodes.sort(Comparator.comparing(places::get));
    }
    return nodes;
  }

  private void renew(Node node) {
    List<Value> inputs = renewed(node.inputs());
    Node by = inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
    for (int i = 0; i < node.outputTypes().size(); i++) {
      renewed.put(node.output(i), by.output(i));
    }
  }

  private List<Value> renewed(List<Value> values) {
    List<Value> now = new ArrayList<>(values.size());
    for (Value value : values) {
      now.add(renewed.get(value));
    }
    return now;
  }

  private static boolean isAlongRows(Node fold) {
    ImmutableIntArray axes = ((ReductionOp) fold.op()).axes();
    return ReductionPath.of(fold.inputTypes().getFirst().shape(), axes).orElseThrow().alongRows();
  }

  private void fuse(FusionCluster unit) {
    LoopAssembly loop = new LoopAssembly(unit, grouping, renewed);
    List<Value> results = new ArrayList<>();
    List<Node> folds = new ArrayList<>();
    for (Node node : sorted(unit)) {
      if (node.op() instanceof ReductionOp) {
        folds.add(node);
      } else {
        loop.compute(node);
        if (isOwn(unit, node) && needed.contains(node.output(0))) {
          results.add(node.output(0));
        }
      }
    }
    // Those that fold rows into one another come first; the sort leaves others in order.
    folds.sort(Comparator.comparing(FuseLoops::isAlongRows));
    if (!results.isEmpty() || !folds.isEmpty()) {
      Node fused = loop.build(results, folds);
      for (Node fold : folds) {
        results.add(fold.output(0));
      }
      for (int i = 0; i < results.size(); i++) {
        renewed.put(results.get(i), fused.output(i));
      }
    }
  }
}
