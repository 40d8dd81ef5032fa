// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.add;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.TestOps.Flip;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeTests {
  private final Value x = input("x", DType.F32, 4);
  private final Value y = input("y", DType.F32, 4);
  private final Value large = input("large", DType.F32, 8);

  /** Counts how often it is asked for a type. */
  private record Counting(AtomicInteger inferred) implements ElementwiseOp {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst().neg();
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      inferred.incrementAndGet();
      return ElementwiseOp.super.infer(inputs);
    }
  }

  @Test
  void onOtherInputsOfTheSameTypesNothingIsInferredAgain() {
    AtomicInteger inferred = new AtomicInteger();
    Node node = Node.of(new Counting(inferred), List.of(x));
    Node other = node.withInputs(List.of(y));
    assertThat(inferred).hasValue(1);
    assertThat(other).isNotEqualTo(node);
    assertThat(other.op()).isEqualTo(node.op());
    assertThat(other.inputs()).containsExactly(y);
    assertThat(other.inputTypes()).isEqualTo(node.inputTypes());
    assertThat(other.outputTypes()).isEqualTo(node.outputTypes());
  }

  @Test
  void onInputsOfOtherTypesTheTypesAreInferredAgain() {
    Node node = Node.of(new Counting(new AtomicInteger()), List.of(x));
    Node other = node.withInputs(List.of(large));
    assertThat(other.inputTypes()).containsExactly(large.type());
    assertThat(other.outputTypes()).containsExactly(large.type());
  }

  @Test
  void inputsThatTheOpRefusesAreRefused() {
    Node sum = add(x, y).node();
    assertThatThrownBy(() -> sum.withInputs(List.of(x, large)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("shapes differ: [f32[4], f32[8]]");
  }

  @Test
  void bodyIsThatOfTheOpForTheTypesOfTheInputs() {
    Node sum = add(x, y).node();
    assertThat(sum.body().instruction()).isEqualTo(Instruction.ADD);
    assertThat(sum.body()).isSameAs(sum.body());
    assertThat(sum.withInputs(List.of(y, x)).body()).isSameAs(sum.body());
    Value i = input("i", DType.I32, 4);
    assertThat(sum.withInputs(List.of(i, i)).body().dtype()).isEqualTo(DType.I32);
  }

  @Test
  void onlyElementwiseOpsHaveABody() {
    Node flip = Node.of(new Flip(), List.of(x));
    assertThatThrownBy(flip::body)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no body");
  }
}
