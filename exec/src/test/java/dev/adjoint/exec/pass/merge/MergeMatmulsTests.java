// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.SameBits;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of products that share their right operand. */
final class MergeMatmulsTests {
  private static final TestProduct PLAIN = new TestProduct(false, false);
  private static final TestProduct TURNED = new TestProduct(false, true);

  /** One step of a sequence: {@code [batch, steps, width]} to {@code [batch, width]}. */
  private record Step(int at) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(
          Shape.of(in.dim(0), in.dim(2)),
          at * in.dim(2),
          ImmutableIntArray.of(in.dim(1) * in.dim(2), 1));
    }
  }

  private static Graph merged(List<Value> outputs) {
    Graph graph = new MergeMatmuls().apply(Graph.of(outputs));
    GraphVerifier.verify(graph);
    return graph;
  }

  private static long products(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof TestProduct).count();
  }

  private static void assertSameBits(List<Value> outputs) {
    SameBits.of(outputs).in(merged(outputs)).onThreads();
  }

  @Test
  void productsOfStepsOfASequenceBecomeOneWithTheSameBits() {
    Value x = input("x", 6, 9, 40);
    for (TestProduct op : List.of(PLAIN, TURNED)) {
      Value w = op == PLAIN ? input("w", 40, 70) : input("w", 70, 40);
      List<Value> outputs = new ArrayList<>();
      for (int t : new int[] {4, 2, 0, 6, 8}) {
        outputs.add(apply(op, apply(new Step(t), x), w));
      }
      assertThat(products(merged(outputs))).isEqualTo(1);
      assertSameBits(outputs);
    }
  }

  @Test
  void eachStepMayNeedTheOneBefore() {
    Value x = apply(HALVE, input("x", 3, 4, 5));
    Value w = input("w", 5, 8);
    Value u = input("u", 8, 8);
    Value state = input("s", 3, 8);
    for (int t = 0; t < 4; t++) {
      state = apply(ADD, apply(PLAIN, apply(new Step(t), x), w), apply(PLAIN, state, u));
    }
    assertThat(products(merged(List.of(state)))).isEqualTo(1 + 4);
    assertSameBits(List.of(state));
  }

  @Test
  void unevenStepsAndOtherRightOperandsStayApart() {
    Value x = input("x", 3, 9, 5);
    Value w = input("w", 5, 8);
    List<Value> uneven = new ArrayList<>();
    for (int t : new int[] {0, 1, 3}) {
      uneven.add(apply(PLAIN, apply(new Step(t), x), w));
    }
    assertThat(products(merged(uneven))).isEqualTo(3);
    List<Value> different = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      different.add(apply(PLAIN, apply(new Step(t), x), input("w", 5, 8)));
    }
    assertThat(products(merged(different))).isEqualTo(3);
    Value long1 = input("x", 600, 2, 5);
    List<Value> tall = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      tall.add(apply(PLAIN, apply(new Step(t), long1), w));
    }
    assertThat(products(merged(tall))).isEqualTo(2);
  }

  /** The products of a chain of steps, each of which also reads its own part of a sequence. */
  private static Value chain(int features, int units) {
    Value x = input("x", 32, 6, features);
    Value w = input("w", features, units);
    Value u = input("u", units, units);
    Value state = input("s", 32, units);
    for (int t = 0; t < 6; t++) {
      state = apply(ADD, apply(PLAIN, apply(new Step(t), x), w), apply(PLAIN, state, u));
    }
    return state;
  }

  @Test
  void productsThatAreComputedPartitionByPartitionStayApart() {
    Value state = chain(20, 24);
    assertThat(products(merged(List.of(state)))).isEqualTo(6 + 6);
    SameBits.of(List.of(state)).in(merged(List.of(state))).onThreads().onWidths();
    Program program = Program.compile(Graph.of(List.of(state)).inputs(), List.of(state), Map.of());
    assertThat(program.plan().toString()).contains("packedProduct[n=24, a from 20 by [120, 1]]");
  }

  @Test
  void butNotIfTheirWeightsLeaveNoRoomInTheCache() {
    assertThat(products(merged(List.of(chain(240, 280))))).isEqualTo(1 + 6);
  }

  @Test
  void aRightOperandTakenTransposedSeveralTimesIsTransposedOnce() {
    Value w = apply(HALVE, input("w", 30, 20));
    List<Value> outputs = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      outputs.add(apply(TURNED, input("x", 6, 20), w));
    }
    Graph graph = merged(outputs);
    assertThat(graph.nodes().stream().filter(n -> n.op().equals(PLAIN))).hasSize(4);
    assertThat(graph.nodes().stream().filter(n -> n.op() instanceof ViewOp)).hasSize(1);
    assertSameBits(outputs);
    Graph single = Graph.of(outputs.subList(0, 1));
    assertThat(new MergeMatmuls().apply(single)).isSameAs(single);
  }
}
