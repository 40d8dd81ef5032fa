// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchedulerTests {
  private final Value x = input("x", 2);
  private final Variable w = new Variable("w", Tensor.of(1f, 2f));
  private final Variable m = new Variable("m", Tensor.of(3f, 4f));

  /** Returns the order for outputs, the last of which are the next values of variables. */
  private static List<Node> order(List<Value> outputs, ImmutableList<Variable> targets) {
    return Scheduler.schedule(computation(outputs, targets)).order();
  }

  private static Computation computation(List<Value> outputs, ImmutableList<Variable> targets) {
    return new Computation(
        Graph.of(outputs),
        outputs.size() - targets.size(),
        targets,
        ImmutableIntArray.copyOf(targets.stream().mapToInt(targets::indexOf)));
  }

  @Test
  void nodesStayInGraphOrderWithoutUpdates() {
    Value y = apply(ADD, apply(NEXT, x), apply(HALVE, x));
    Computation computation = computation(List.of(y), ImmutableList.of());
    assertThat(Scheduler.schedule(computation)).isEqualTo(Scheduler.inGraphOrder(computation));
  }

  @Test
  void anUpdateWaitsForReadersOfTheOldValue() {
    Value old = read(w);
    Value next = apply(SUB, old, x);
    Value late = apply(MUL, old, x);
    assertThat(order(List.of(late, next), ImmutableList.of(w)))
        .containsExactly(late.node(), next.node());
    assertThat(order(List.of(apply(ADD, late, late), next), ImmutableList.of(w)).getLast())
        .isEqualTo(next.node());
  }

  @Test
  void whatIsComputedFromANextValueWaitsToo() {
    Value moment = apply(ADD, read(m), apply(HALVE, x));
    Value next = apply(SUB, read(w), apply(HALVE, moment));
    Value gradient = apply(new TestOps.Picky(), x);
    Value all = apply(MUL, gradient, gradient);
    List<Node> order = order(List.of(all, moment, next), ImmutableList.of(m, w));
    assertThat(order.subList(0, 2)).containsExactly(gradient.node(), all.node());
    assertThat(order.indexOf(moment.node())).isLessThan(order.indexOf(next.node()));
    assertThat(order).hasSize(6);
  }

  @Test
  void feedersWaitIfThatCostsNoMemory() {
    Value gradient = apply(new TestOps.Picky(), x);
    Value scaled = apply(HALVE, gradient);
    Value reduced = apply(reduce(TestOps.Combine.SUM, 0), apply(new TestOps.Repeat(3), gradient));
    Value nextW = apply(SUB, read(w), scaled);
    Value nextM = apply(SUB, read(m), reduced);
    Value other = apply(NEXT, x);
    List<Node> order = order(List.of(other, nextW, nextM), ImmutableList.of(w, m));
    assertThat(order.subList(4, 7)).containsExactly(scaled.node(), nextW.node(), nextM.node());
    assertThat(order.get(3)).isEqualTo(reduced.node());
  }

  @Test
  void aNextValueThatAKernelNeedsDoesNotWait() {
    Value next = apply(NEXT, read(w));
    Value checked = apply(new TestOps.Picky(), next);
    Value y = apply(HALVE, constant(Tensor.of(1f)));
    assertThat(order(List.of(checked, y, next), ImmutableList.of(w)))
        .containsExactly(next.node(), checked.node(), y.node());
  }

  @Test
  void everyNodeStandsAfterItsInputs() {
    Value moment = apply(ADD, read(m), x);
    Value next = apply(SUB, read(w), apply(MUL, moment, moment));
    Value y = apply(ADD, next, apply(NEXT, moment));
    List<Node> order = order(List.of(y, next, moment), ImmutableList.of(w, m));
    for (Node node : order) {
      for (Value in : node.inputs()) {
        assertThat(order.indexOf(in.node())).isLessThan(order.indexOf(node));
      }
    }
  }
}
