// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LivenessTests {
  private final Value x = input("x", 4);

  private Liveness lifetimes(boolean share, Value... outputs) {
    Graph graph = Graph.of(List.of(x), List.of(outputs));
    return Liveness.of(Scheduler.inGraphOrder(Computation.of(graph)), share);
  }

  @Test
  void aContentLivesFromItsStepToTheLastThatReadsIt() {
    Value a = apply(NEXT, x);
    Value b = apply(NEXT, a);
    Value c = apply(ADD, b, a);
    Liveness lifetimes = lifetimes(true, c);
    assertThat(lifetimes.steps()).containsExactly(a.node(), b.node(), c.node());
    assertThat(lifetimes.born(lifetimes.content(a))).isZero();
    assertThat(lifetimes.lastRead(lifetimes.content(a))).isEqualTo(2);
    assertThat(lifetimes.born(lifetimes.content(b))).isEqualTo(1);
    assertThat(lifetimes.lastRead(lifetimes.content(b))).isEqualTo(2);
  }

  @Test
  void aLeafIsThereBeforeTheFirstStep() {
    Value c = constant(Tensor.of(1f, 2f, 3f, 4f));
    Value unread = input("unread", 4);
    Value y = apply(ADD, c, x);
    Graph graph = Graph.of(List.of(x, unread), List.of(y));
    Liveness lifetimes = Liveness.of(Scheduler.inGraphOrder(Computation.of(graph)), true);
    for (Value leaf : List.of(c, x, unread)) {
      assertThat(lifetimes.isLeaf(lifetimes.content(leaf))).isTrue();
      assertThat(lifetimes.born(lifetimes.content(leaf))).isEqualTo(Liveness.START);
    }
    assertThat(lifetimes.lastRead(lifetimes.content(x))).isZero();
    assertThat(lifetimes.lastRead(lifetimes.content(unread))).isEqualTo(Liveness.START);
    assertThat(lifetimes.isLeaf(lifetimes.content(y))).isFalse();
  }

  @Test
  void whatNobodyReadsLivesForItsStepAlone() {
    Value a = apply(NEXT, x);
    Value both = Node.of(new TestOps.Scan(), List.of(a)).output(0);
    Value y = apply(NEXT, both);
    Liveness lifetimes = lifetimes(true, y);
    int unread = lifetimes.content(both.node().output(1));
    assertThat(lifetimes.born(unread)).isEqualTo(1);
    assertThat(lifetimes.lastRead(unread)).isEqualTo(1);
    assertThat(unread).isNotEqualTo(lifetimes.content(both));
    assertThat(lifetimes.maker(unread)).isEqualTo(both.node().output(1));
  }

  @Test
  void allReadsOfAVariableAreOneContent() {
    Variable w = new Variable("w", Tensor.of(1f, 2f, 3f, 4f));
    Value first = read(w);
    Value second = read(w);
    Value a = apply(NEXT, first);
    Value b = apply(ADD, a, second);
    Liveness lifetimes = lifetimes(true, b);
    assertThat(lifetimes.content(first)).isEqualTo(lifetimes.content(second));
    assertThat(lifetimes.lastRead(lifetimes.content(first))).isEqualTo(1);
    assertThat(lifetimes.reads(1)).containsExactly(lifetimes.content(a), lifetimes.content(first));
  }

  @Test
  void aViewOfTheSameElementsInTheSameOrderIsNoStepIfMemoryIsShared() {
    Value a = apply(NEXT, x);
    Value column = apply(new TestOps.Reshape(Shape.of(4, 1)), a);
    Value row = apply(new TestOps.Reshape(Shape.of(1, 4)), column);
    Value y = apply(NEXT, row);
    Liveness shared = lifetimes(true, y);
    assertThat(shared.steps()).containsExactly(a.node(), y.node());
    assertThat(shared.content(row)).isEqualTo(shared.content(a));
    assertThat(shared.lastRead(shared.content(a))).isEqualTo(1);
    Liveness apart = lifetimes(false, y);
    assertThat(apart.steps()).containsExactly(a.node(), column.node(), row.node(), y.node());
    assertThat(apart.content(row)).isNotEqualTo(apart.content(a));
    assertThat(apart.lastRead(apart.content(a))).isEqualTo(1);
  }

  @Test
  void aViewThatMovesElementsIsAStep() {
    Value a = apply(new TestOps.Repeat(3), apply(NEXT, x));
    Value y = apply(NEXT, apply(new TestOps.Swap(0, 1), a));
    assertThat(lifetimes(true, y).steps()).hasSize(4);
  }
}
