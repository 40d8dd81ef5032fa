// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The table of rows, and layers that only bring elements into another shape. */
class TableAndShapeLayerTests {
  private static final Parameter TABLE =
      Parameter.of("table", Tensor.nested(new float[][] {{1, 2}, {3, 4}, {5, 6}}));

  @Test
  void embeddingLooksUpRowsAndItsGradientAddsUpRepeatedOnes() {
    Embedding embedding = new Embedding(TABLE);
    Tensor rows = Tensor.nested(new float[][][] {{{5, 6}, {1, 2}}, {{5, 6}, {5, 6}}});
    Tensor numbers = Tensor.nested(new float[][] {{2, 0}, {2, 2}});
    Expr floating = Expr.constant(numbers);
    for (Expr x : new Expr[] {floating, floating.cast(DType.I64)}) {
      assertThat(TorchFigures.run(embedding.apply(x)).getFirst()).isEqualTo(rows);
    }
    Expr gradient = Autodiff.grad(embedding.apply(floating).sum(), TABLE).getFirst();
    assertThat(TorchFigures.run(gradient).getFirst())
        .isEqualTo(Tensor.nested(new float[][] {{1, 1}, {0, 0}, {3, 3}}));
  }

  @Test
  void embeddingRefusesRowsThatItHasNot() {
    Expr x = Expr.constant(Tensor.of(3f));
    assertThatThrownBy(() -> TorchFigures.run(new Embedding(TABLE).apply(x)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertRefused(
        () -> new Embedding(Parameter.of("weight", Tensor.of(1f))),
        "embedding: needs a weight [rows, features]: [1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.of(0, 4, Seed.of(1)))
        .withMessage("embedding: numbers of rows and features must be positive: 0, 4");
    assertThat(Embedding.of(5, 4, Seed.of(1)).describe()).isEqualTo("Embedding(f32[5, 4])");
  }

  @Test
  void reshapeKeepsTheBatchAndTheOrder() {
    ReshapeTo reshape = ReshapeTo.of(3, 2);
    assertThat(reshape.apply(Expr.input("x", 5, 6)).shape()).isEqualTo(Shape.of(5, 3, 2));
    assertThat(reshape.describe()).isEqualTo("ReshapeTo([3, 2])");
    assertRefused(
        () -> reshape.apply(Expr.input("x", 5, 7)),
        "reshape: the number of elements differs: [5, 7] → [5, 3, 2] (35 ≠ 30)");
    assertRefused(() -> reshape.apply(Expr.input("x")), "reshape: takes [batch, …], got a scalar");
  }

  @Test
  void permuteMovesAxesAndKeepsTheBatch() {
    Expr x = Expr.input("x", 5, 2, 3, 4);
    assertThat(PermuteAxes.of(3, 1, 2).apply(x).shape()).isEqualTo(Shape.of(5, 4, 2, 3));
    Expr rows = Expr.constant(Tensor.nested(new float[][][] {{{1, 2, 3}, {4, 5, 6}}}));
    assertThat(TorchFigures.run(PermuteAxes.of(2, 1).apply(rows)).getFirst())
        .isEqualTo(Tensor.nested(new float[][][] {{{1, 4}, {2, 5}, {3, 6}}}));
    assertRefused(
        () -> PermuteAxes.of(2, 1).apply(x),
        "permute: takes [batch] and 2 more axes, got [5, 2, 3, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PermuteAxes.of(0, 1))
        .withMessage("permute: needs each axis from 1 to 2 once; the batch stays axis 0: [0, 1]");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
