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

  private Liveness liveness(boolean share, Value... outputs) {
    Graph graph = Graph.of(List.of(x), List.of(outputs));
    return Liveness.of(Scheduler.inGraphOrder(Computation.of(graph)), share);
  }

  @Test
  void aContentLivesFromItsStepToTheLastThatReadsIt() {
    Value a = apply(NEXT, x);
    Value b = apply(NEXT, a);
    Value c = apply(ADD, b, a);
    Liveness liveness = liveness(true, c);
    assertThat(liveness.steps()).containsExactly(a.node(), b.node(), c.node());
    assertThat(liveness.definition(liveness.range(a))).isZero();
    assertThat(liveness.lastUse(liveness.range(a))).isEqualTo(2);
    assertThat(liveness.definition(liveness.range(b))).isEqualTo(1);
    assertThat(liveness.lastUse(liveness.range(b))).isEqualTo(2);
  }

  @Test
  void aLeafIsThereBeforeTheFirstStep() {
    Value c = constant(Tensor.of(1f, 2f, 3f, 4f));
    Value unread = input("unread", 4);
    Value y = apply(ADD, c, x);
    Graph graph = Graph.of(List.of(x, unread), List.of(y));
    Liveness liveness = Liveness.of(Scheduler.inGraphOrder(Computation.of(graph)), true);
    for (Value leaf : List.of(c, x, unread)) {
      assertThat(liveness.isLeaf(liveness.range(leaf))).isTrue();
      assertThat(liveness.definition(liveness.range(leaf))).isEqualTo(Liveness.START);
    }
    assertThat(liveness.lastUse(liveness.range(x))).isZero();
    assertThat(liveness.lastUse(liveness.range(unread))).isEqualTo(Liveness.START);
    assertThat(liveness.isLeaf(liveness.range(y))).isFalse();
  }

  @Test
  void whatNobodyReadsLivesForItsStepAlone() {
    Value a = apply(NEXT, x);
    Value both = Node.of(new TestOps.Scan(), List.of(a)).output(0);
    Value y = apply(NEXT, both);
    Liveness liveness = liveness(true, y);
    int unread = liveness.range(both.node().output(1));
    assertThat(liveness.definition(unread)).isEqualTo(1);
    assertThat(liveness.lastUse(unread)).isEqualTo(1);
    assertThat(unread).isNotEqualTo(liveness.range(both));
    assertThat(liveness.maker(unread)).isEqualTo(both.node().output(1));
  }

  @Test
  void allReadsOfAVariableAreOneContent() {
    Variable w = new Variable("w", Tensor.of(1f, 2f, 3f, 4f));
    Value first = read(w);
    Value second = read(w);
    Value a = apply(NEXT, first);
    Value b = apply(ADD, a, second);
    Liveness liveness = liveness(true, b);
    assertThat(liveness.range(first)).isEqualTo(liveness.range(second));
    assertThat(liveness.lastUse(liveness.range(first))).isEqualTo(1);
    assertThat(liveness.reads(1)).containsExactly(liveness.range(a), liveness.range(first));
  }

  @Test
  void aViewOfTheSameElementsInTheSameOrderIsNoStepIfMemoryIsShared() {
    Value a = apply(NEXT, x);
    Value column = apply(new TestOps.Reshape(Shape.of(4, 1)), a);
    Value row = apply(new TestOps.Reshape(Shape.of(1, 4)), column);
    Value y = apply(NEXT, row);
    Liveness shared = liveness(true, y);
    assertThat(shared.steps()).containsExactly(a.node(), y.node());
    assertThat(shared.range(row)).isEqualTo(shared.range(a));
    assertThat(shared.lastUse(shared.range(a))).isEqualTo(1);
    Liveness apart = liveness(false, y);
    assertThat(apart.steps()).containsExactly(a.node(), column.node(), row.node(), y.node());
    assertThat(apart.range(row)).isNotEqualTo(apart.range(a));
    assertThat(apart.lastUse(apart.range(a))).isEqualTo(1);
  }

  @Test
  void aViewThatMovesElementsIsAStep() {
    Value a = apply(new TestOps.Repeat(3), apply(NEXT, x));
    Value y = apply(NEXT, apply(new TestOps.Swap(0, 1), a));
    assertThat(liveness(true, y).steps()).hasSize(4);
  }
}
