// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.metric.Accuracies;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Losses and metrics: what they refuse, and extreme inputs. TorchFiguresTests has the values. */
class LossTests {
  @Test
  void squaredErrorBroadcastsNothing() {
    assertRefused(
        () -> Losses.meanSquaredError(Expr.input("y", 32, 1), Expr.input("t", 32)),
        "meanSquaredError: prediction and target differ: f32[32, 1], f32[32]; reshape one of them");
    assertRefused(
        () -> Losses.meanSquaredError(Expr.input("y", 32, 1), Expr.input("t", 32, 2)),
        "meanSquaredError: prediction and target differ: f32[32, 1], f32[32, 2];"
            + " they must have one dtype and shape");
  }

  @Test
  void crossEntropyNeedsALabelForEachRow() {
    assertRefused(
        () -> Losses.softmaxCrossEntropy(Expr.input("y", 32, 10), ints("t", 31)),
        "softmaxCrossEntropy: needs logits […, classes] and an integer label for each row, […]:"
            + " f32[32, 10], i32[31]");
    assertRefused(
        () -> Losses.softmaxCrossEntropy(Expr.input("y", 32, 10), Expr.input("t", 32)),
        "softmaxCrossEntropy: needs logits […, classes] and an integer label for each row, […]:"
            + " f32[32, 10], f32[32]; cast the labels");
    assertRefused(
        () -> Losses.softmaxCrossEntropy(Expr.input("y", 32, 10), Expr.input("t", 32, 10)),
        "softmaxCrossEntropy: needs logits […, classes] and an integer label for each row, […]:"
            + " f32[32, 10], f32[32, 10]; give the number of the class in place of a one-hot row");
  }

  @Test
  void crossEntropyOfCertaintyIsFinite() {
    Expr logits = Expr.constant(Tensor.nested(new float[][] {{1e30f, -1e30f}, {0, 3e38f}}));
    Expr labels = Expr.constant(Tensor.of(0, 1));
    Expr loss = Losses.softmaxCrossEntropy(logits, labels);
    assertThat(TorchFigures.run(loss).getFirst().item()).isZero();
    assertThat(TorchFigures.run(Autodiff.grad(loss, logits).getFirst()).getFirst().toFloatArray())
        .containsExactly(0, 0, 0, 0);
  }

  @Test
  void crossEntropyTakesSequences() {
    Expr loss = Losses.softmaxCrossEntropy(Expr.input("y", 4, 7, 10), ints("t", 4, 7));
    assertThat(loss.type()).isEqualTo(TensorType.of(DType.F32));
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsRow() {
    Loss loss = Loss.softmaxCrossEntropy();
    loss.check(Tensor.of(0, 9), TensorType.of(DType.F32, 1, 10).shape());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.check(Tensor.of(0, 9, 10), TensorType.of(DType.F32, 1, 10).shape()))
        .withMessage(
            "softmaxCrossEntropy: label 10 of row 2 is out of range: the model has 10 outputs,"
                + " for labels 0 to 9; give it an output for every class");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.check(Tensor.of(-1), TensorType.of(DType.F32, 1, 3).shape()))
        .withMessage(
            "softmaxCrossEntropy: label -1 of row 0 is out of range: the model has 3 outputs,"
                + " for labels 0 to 2; number the classes from 0");
  }

  @Test
  void accuracyIsTheShareOfRowsWhoseLargestScoreIsTheLabels() {
    Expr scores =
        Expr.constant(Tensor.nested(new float[][] {{1, 2, 3}, {3, 2, 1}, {1, 3, 2}, {-1, -3, -2}}));
    Expr labels = Expr.constant(Tensor.of(2, 0, 0, 0));
    assertThat(TorchFigures.run(Accuracies.accuracy(scores, labels)).getFirst())
        .isEqualTo(Tensor.scalar(0.75f));
    assertRefused(
        () -> Accuracies.accuracy(Expr.input("y", 32, 10), ints("t", 31)),
        "accuracy: needs scores […, classes] and an integer label for each row, […]:"
            + " f32[32, 10], i32[31]");
  }

  private static Expr ints(String name, int... dims) {
    return Expr.input(name, TensorType.of(DType.I32, dims));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
