package dev.adjoint.exec.pass;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Puts the computing nodes in an order: that of the graph, except that what only serves to update
 * variables runs last.
 *
 * <p>So no step that still needs the old value of a variable comes after the new value is computed,
 * which can then overwrite the old one; and no kernel, the only kind of step that may throw, comes
 * after the first variable has changed. Deferred are the nodes that compute next values, what is
 * computed from these, and elementwise nodes that feed only deferred ones and whose computed inputs
 * take no more memory than their output, so that waiting costs none.
 */
public final class Scheduler {
  private final Computation computation;
  private final List<Node> nodes;
  private final boolean readsThrough;
  private final Set<Node> unfit = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> deferred = Collections.newSetFromMap(new IdentityHashMap<>());

  private Scheduler(Computation computation, boolean readsThrough) {
    this.readsThrough = readsThrough;
    this.computation = computation;
    this.nodes = computation.graph().nodes();
  }

  /** Returns the schedule in graph order. */
  public static Schedule inGraphOrder(Computation computation) {
    return new Schedule(
        computation,
        computation.graph().nodes().stream()
            .filter(n -> !(n.op() instanceof LeafOp))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns the schedule with updates deferred. */
  public static Schedule schedule(Computation computation) {
    Set<Node> deferred = deferred(computation, false);
    ImmutableList.Builder<Node> order = ImmutableList.builder();
    List<Node> all = inGraphOrder(computation).order();
    all.stream().filter(n -> !deferred.contains(n)).forEach(order::add);
    all.stream().filter(deferred::contains).forEach(order::add);
    return new Schedule(computation, order.build());
  }

  /**
   * Returns the nodes that are deferred.
   *
   * @param readsThrough whether views will be read through, so that they take no memory
   */
  static Set<Node> deferred(Computation computation, boolean readsThrough) {
    Scheduler scheduler = new Scheduler(computation, readsThrough);
    scheduler.findUnfit();
    scheduler.deferUpdates();
    scheduler.deferFeeders();
    return scheduler.deferred;
  }

  /** Finds the kernels and everything that they need: none of it can wait. */
  private void findUnfit() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (OpKinds.mayThrow(node.op()) || unfit.contains(node)) {
        unfit.add(node);
        node.inputs().forEach(v -> unfit.add(v.node()));
      }
    }
  }

  /** Defers the nodes of next values and all that depends on them, unless a kernel needs them. */
  private void deferUpdates() {
    Set<Node> producers = Collections.newSetFromMap(new IdentityHashMap<>());
    computation.updates().forEach(v -> producers.add(v.node()));
    for (Node node : nodes) {
      boolean follows = node.inputs().stream().anyMatch(v -> deferred.contains(v.node()));
      if (!(node.op() instanceof LeafOp)
          && !unfit.contains(node)
          && (follows || producers.contains(node))) {
        deferred.add(node);
      }
    }
  }

  private void deferFeeders() {
    Set<Node> neededNow = Collections.newSetFromMap(new IdentityHashMap<>());
    computation.outputs().forEach(v -> neededNow.add(v.node()));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.op() instanceof LeafOp) {
        continue;
      }
      if (!deferred.contains(node)
          && !unfit.contains(node)
          && !neededNow.contains(node)
          && OpKinds.isElementwise(node.op())
          && computedBytes(node) <= bytes(node)) {
        deferred.add(node);
      }
      if (!deferred.contains(node)) {
        node.inputs().forEach(v -> neededNow.add(v.node()));
      }
    }
  }

  private static long bytes(Node node) {
    return node.outputTypes().stream().mapToLong(TensorType::bytes).sum();
  }

  private long computedBytes(Node node) {
    long bytes = 0;
    for (Value input : new HashSet<>(node.inputs())) {
      Value source = input;
      while (readsThrough && source.node().op() instanceof ViewOp) {
        source = source.node().inputs().getFirst();
      }
      bytes += source.node().op() instanceof LeafOp ? 0 : source.type().bytes();
    }
    return bytes;
  }
}
