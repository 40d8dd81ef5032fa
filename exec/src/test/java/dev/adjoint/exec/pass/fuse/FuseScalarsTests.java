// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

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
import dev.adjoint.exec.ir.ScalarBlock;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FuseScalarsTests {
  private static Graph fuse(Value... outputs) {
    Graph graph = Graph.of(Arrays.asList(outputs));
    Computation computation =
        new Computation(graph, graph.outputs().size(), ImmutableList.of(), ImmutableIntArray.of());
    return FuseScalars.apply(computation).graph();
  }

  private static List<Node> scalarBlocks(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof ScalarBlock).toList();
  }

  private static Value sum(Value x) {
    return apply(reduce(TestOps.Combine.SUM, 0), x);
  }

  private static Value repeat(Value x) {
    return apply(new TestOps.Repeat(5), x);
  }

  @Test
  void numbersBecomeOneNodeThatStoresWhatIsReadOutside() {
    Value x = input("x");
    Value a = apply(NEXT, x);
    Value b = apply(MUL, a, apply(HALVE, a));
    Graph graph = fuse(b, a);
    assertThat(scalarBlocks(graph)).hasSize(1).allMatch(n -> n.outputTypes().size() == 2);
    assertThat(graph.nodes()).hasSize(2);
  }

  @Test
  void numbersOfDifferentShapesAndReshapesBetweenThemAreMerged() {
    Value x = input("x", 1);
    Value y = apply(new TestOps.Reshape(Shape.SCALAR), apply(NEXT, x));
    Graph graph = fuse(apply(HALVE, y), y);
    assertThat(scalarBlocks(graph)).hasSize(1);
    assertThat(graph.outputs().get(1).shape()).isEqualTo(Shape.SCALAR);
    assertThat(graph.nodes()).hasSize(2);
  }

  @Test
  void numbersWithATensorBetweenThemAreNotMerged() {
    Value x = input("x");
    Value before = apply(NEXT, x);
    Value after = apply(MUL, sum(apply(NEXT, repeat(before))), before);
    assertThat(scalarBlocks(fuse(after))).hasSize(2);
  }

  @Test
  void whatNeedsNoTensorDoesNotWaitForOne() {
    Value rate = apply(HALVE, input("step"));
    Value loss = apply(NEXT, sum(input("x", 5)));
    Value other = apply(NEXT, sum(input("y", 5)));
    Graph graph = fuse(rate, loss, other);
    assertThat(scalarBlocks(graph)).hasSize(3).allMatch(n -> n.inputs().size() == 1);
  }

  @Test
  void whatNeedsTheSameIsMerged() {
    Value total = sum(input("x", 5));
    assertThat(scalarBlocks(fuse(apply(NEXT, total), apply(HALVE, total)))).hasSize(1);
    Value x = input("x");
    Value y = input("y");
    assertThat(scalarBlocks(fuse(apply(NEXT, x), apply(HALVE, y)))).hasSize(1);
  }

  @Test
  void updatesAreApartFromWhatTheScheduleDoesNotDefer() {
    Variable count = new Variable("count", Tensor.scalar(0f));
    Value old = read(count);
    Value rate = apply(HALVE, old);
    Value next = apply(NEXT, rate);
    Graph graph = Graph.of(List.of(rate, next));
    Computation computation =
        new Computation(graph, 1, ImmutableList.of(count), ImmutableIntArray.of(0));
    assertThat(scalarBlocks(FuseScalars.apply(computation).graph())).hasSize(2);
  }

  @Test
  void updatesThatWaitForTheSameNumbersAreMerged() {
    Variable a = new Variable("a", Tensor.scalar(1f));
    Variable b = new Variable("b", Tensor.scalar(2f));
    Value x = apply(NEXT, read(a));
    Value y = apply(HALVE, read(b));
    Graph graph = Graph.of(List.of(x, y, apply(NEXT, x), apply(HALVE, y)));
    Computation computation =
        new Computation(graph, 2, ImmutableList.of(a, b), ImmutableIntArray.of(0, 1));
    assertThat(scalarBlocks(FuseScalars.apply(computation).graph())).hasSize(2);
  }

  @Test
  void literalsAreNoInputs() {
    Value x = input("x");
    Graph graph = fuse(apply(SUB, apply(ADD, x, constant(Tensor.scalar(3f))), x));
    assertThat(scalarBlocks(graph)).hasSize(1).allMatch(n -> n.inputs().size() == 1);
  }

  @Test
  void graphsOfTensorsStayAsTheyAre() {
    Value y = apply(NEXT, input("x", 3));
    assertThat(fuse(y).outputs()).containsExactly(y);
  }
}
