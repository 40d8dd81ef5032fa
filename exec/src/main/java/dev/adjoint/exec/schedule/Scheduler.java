// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.CompilerOp;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders the computing nodes as in the graph, except that nodes which only feed variable updates
 * run last.
 *
 * <p>So no step that still needs the old value of a variable comes after the new value is computed,
 * which can then overwrite the old one; and no kernel, the only kind of step that may throw, comes
 * after the first variable has changed. The nodes that compute next values, the nodes that depend
 * on them, and elementwise nodes that feed only deferred ones are deferred; the last kind only if
 * its computed inputs take no more memory than its output, so that waiting costs none.
 */
public final class Scheduler {
  private final Computation computation;
  private final List<Node> nodes;
  private final boolean readsThrough;
  private final Set<Node> unfit = new HashSet<>();
  private final Set<Node> deferred = new HashSet<>();

  private Scheduler(Computation computation, boolean readsThrough) {
    this.readsThrough = readsThrough;
    this.computation = computation;
    this.nodes = computation.graph().nodes();
  }

  /** Returns the schedule in graph order. */
  public static Schedule inGraphOrder(Computation computation) {
    ImmutableList.Builder<Node> order = ImmutableList.builder();
    for (Node node : computation.graph().nodes()) {
      if (!(node.op() instanceof LeafOp)) {
        order.add(node);
      }
    }
    return new Schedule(computation, order.build());
  }

  /** Returns the schedule with updates deferred. */
  public static Schedule schedule(Computation computation) {
    Set<Node> deferred = deferred(computation, false);
    ImmutableList.Builder<Node> order = ImmutableList.builder();
    List<Node> last = new ArrayList<>();
    for (Node node : inGraphOrder(computation).order()) {
      if (deferred.contains(node)) {
        last.add(node);
      } else {
        order.add(node);
      }
    }
    return new Schedule(computation, order.addAll(last).build());
  }

  /**
   * Returns the nodes that are deferred.
   *
   * @param readsThrough whether views will be read through, so that they take no memory
   */
  public static Set<Node> deferred(Computation computation, boolean readsThrough) {
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
      if (CompilerOp.mayThrow(node.op()) || unfit.contains(node)) {
        unfit.add(node);
        addNodes(node.inputs(), unfit);
      }
    }
  }

  /** Defers the nodes of next values and all that depends on them, unless a kernel needs them. */
  private void deferUpdates() {
    Set<Node> producers = new HashSet<>();
    addNodes(computation.updates(), producers);
    for (Node node : nodes) {
      boolean follows = false;
      for (Value input : node.inputs()) {
        follows |= deferred.contains(input.node());
      }
      if (!(node.op() instanceof LeafOp)
          && !unfit.contains(node)
          && (follows || producers.contains(node))) {
        deferred.add(node);
      }
    }
  }

  private void deferFeeders() {
    Set<Node> neededNow = new HashSet<>();
    addNodes(computation.outputs(), neededNow);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.op() instanceof LeafOp) {
        continue;
      }
      if (!deferred.contains(node)
          && !unfit.contains(node)
          && !neededNow.contains(node)
          && CompilerOp.isElementwise(node.op())
          && computedBytes(node) <= bytes(node)) {
        deferred.add(node);
      }
      if (!deferred.contains(node)) {
        addNodes(node.inputs(), neededNow);
      }
    }
  }

  private static void addNodes(List<Value> values, Set<Node> to) {
    for (Value value : values) {
      to.add(value.node());
    }
  }

  private static long bytes(Node node) {
    long bytes = 0;
    for (TensorType type : node.outputTypes()) {
      bytes += type.bytes();
    }
    return bytes;
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
