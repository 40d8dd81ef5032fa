// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.SameBits;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of elementwise ops of which parts are read. */
final class HoistSlicesTests {
  private static final Body SQUARE = new Body("square", x -> x.get(0).mul(x.get(0)));

  private final Value a = input("a", 6, 80);
  private final Value b = input("b", 80);

  /** Some columns of a matrix. */
  private record Columns(int from, int count) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(in.with(1, count), from, in.strides());
    }
  }

  private static Graph parted(Value... outputs) {
    Graph graph = new HoistSlices().apply(Graph.of(List.of(outputs)));
    GraphVerifier.verify(graph);
    return graph;
  }

  private static boolean isLeftAlone(Value... outputs) {
    Graph graph = Graph.of(List.of(outputs));
    return new HoistSlices().apply(graph) == graph;
  }

  private static void assertSameBits(Value... outputs) {
    SameBits.of(List.of(outputs)).in(parted(outputs)).compiled(CompileOptions.defaults());
  }

  @Test
  void gatesThatAreSplitAreComputedOneByOne() {
    Value product = apply(new TestProduct(false, false), a, input("w", 80, 80));
    Value gates = apply(ADD, apply(ADD, product, apply(SQUARE, a)), apply(new Repeat(6), b));
    Value[] parts = new Value[4];
    for (int i = 0; i < 4; i++) {
      parts[i] = apply(WAVE, apply(new Columns(20 * i, 20), gates));
    }
    Graph graph = parted(parts);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Body) {
        assertThat(node.outputTypes().getFirst().shape()).isEqualTo(Shape.of(6, 20));
      }
    }
    assertSameBits(parts);
  }

  @Test
  void whatIsReadWholeTooIsNotSplit() {
    Value gates = apply(HALVE, a);
    Value left = apply(new Columns(0, 40), gates);
    Value right = apply(new Columns(40, 40), gates);
    assertThat(isLeftAlone(left, right)).isFalse();
    assertSameBits(left, right);
    assertThat(isLeftAlone(left, right, gates)).isTrue();
    assertThat(isLeftAlone(left, right, apply(MUL, gates, a))).isTrue();
    assertThat(isLeftAlone(left, right, apply(new TestOps.Swap(0, 1), gates))).isTrue();
    assertSameBits(left, right, apply(MUL, gates, a));
  }

  @Test
  void overlappingSmallAndSinglePartsAreLeftAlone() {
    Value gates = apply(HALVE, a);
    assertThat(isLeftAlone(apply(new Columns(0, 70), gates), apply(new Columns(50, 30), gates)))
        .isTrue();
    assertThat(isLeftAlone(apply(new Columns(0, 8), gates), apply(new Columns(8, 8), gates)))
        .isTrue();
    assertThat(isLeftAlone(apply(new Columns(0, 40), gates))).isTrue();
    Value[] many = new Value[5];
    for (int i = 0; i < 5; i++) {
      many[i] = apply(new Columns(16 * i, 16), gates);
    }
    assertThat(isLeftAlone(many)).isFalse();
    assertSameBits(many);
  }

  @Test
  void innerOpsAreSplitOnlyIfNothingElseReadsThem() {
    Value inner = apply(WAVE, a);
    Value gates = apply(ADD, inner, a);
    Value left = apply(new Columns(0, 40), gates);
    Value right = apply(new Columns(40, 40), gates);
    long waves =
        parted(left, right, inner).nodes().stream().filter(n -> n.op().equals(WAVE)).count();
    assertThat(waves).isEqualTo(1);
    assertThat(parted(left, right).nodes().stream().filter(n -> n.op().equals(WAVE)).count())
        .isEqualTo(2);
    assertSameBits(left, right, inner);
    assertSameBits(left, right);
  }

  @Test
  @Timeout(20)
  void longChainsTakeLinearTime() {
    Value chain = a;
    for (int i = 0; i < 100_000; i++) {
      chain = apply(HALVE, chain);
    }
    Graph graph = parted(apply(new Columns(0, 40), chain), apply(new Columns(40, 40), chain));
    assertThat(graph.nodes()).hasSize(1 + 2 + 2 * 100_000);
  }
}
