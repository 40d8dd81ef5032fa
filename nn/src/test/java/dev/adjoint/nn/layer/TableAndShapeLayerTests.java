// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.of(5, 4, Seed.of(1)).withPadding(5))
        .withMessage("embedding: padding must be a row in [0, 5): 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Embedding(TABLE, Optional.of(-1)))
        .withMessage("embedding: padding must be a row in [0, 3): -1");
    assertThat(Embedding.of(5, 4, Seed.of(1)).describe())
        .isEqualTo("Embedding(weight=f32[5, 4], padding=none)");
    assertThat(Embedding.of(5, 4, Seed.of(1)).withPadding(2).describe())
        .isEqualTo("Embedding(weight=f32[5, 4], padding=2)");
  }

  /** The figures are those of {@code layers.py}, of an embedding with {@code padding_idx=1}. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64"})
  void paddingGetsNoGradientAndStaysAsItIsAsInPyTorch(DType dtype) {
    TorchFigures torch = TorchFigures.ofKeras(dtype);
    Parameter table = Parameter.of("table", torch.get("padding.table"));
    Embedding embedding = new Embedding(table, Optional.of(1));
    Expr y = embedding.apply(Expr.constant(torch.get("padding.x")));
    Expr loss = y.square().mul(Expr.constant(torch.get("padding.weights"))).sum();
    Expr gradient = Autodiff.grad(loss, table).getFirst();
    double tolerance = dtype == DType.F32 ? 1e-6 : 1e-15;
    assertThat(y.eval()).isEqualTo(torch.get("padding.y"));
    assertThat(gradient.eval().toDoubleArray())
        .containsExactly(torch.get("padding.gradient").toDoubleArray(), within(tolerance));
    Optimizer optimizer = Sgd.of(0.1).withMomentum(0.9);
    Parameters parameters = Parameters.of(List.of(table));
    Runner step =
        Program.compile(
                List.of(),
                List.of(loss),
                optimizer.update(List.of(gradient), optimizer.init(parameters), parameters))
            .runner();
    for (int i = 0; i < 3; i++) {
      step.run();
    }
    assertThat(table.value().toDoubleArray())
        .containsExactly(torch.get("padding.trained").toDoubleArray(), within(tolerance));
  }

  @Test
  void paddingIsARowOfZerosInATableOfItsOwn() {
    Embedding padded = new Embedding(TABLE).withPadding(1);
    assertThat(padded.weight().value())
        .isEqualTo(Tensor.nested(new float[][] {{1, 2}, {0, 0}, {5, 6}}));
    assertThat(padded.weight().name()).isEqualTo("table");
    assertThat(TABLE.value().getFloat(1, 0)).isEqualTo(3);
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
