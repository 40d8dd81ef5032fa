// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.MarginLosses;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Losses with weights and margins beside the figures of PyTorch that loss_golden.py prints. */
class WeightedLossTests {
  private static final Tensor LABELS = Tensor.of(0, 2, -100, 1, 2);

  private static Tensor wave(DType dtype, double from, int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(
        dtype,
        shape,
        IntStream.range(0, shape.size()).mapToDouble(i -> StrictMath.sin(from + i)).toArray());
  }

  private static Tensor logits(DType dtype) {
    return Tensor.of(
        dtype, Shape.of(5, 3), IntStream.range(0, 15).mapToDouble(StrictMath::cos).toArray());
  }

  /** Checks a loss and the first elements of its gradient, in both dtypes. */
  private static void assertLoss(Loss loss, double expected, double... gradient) {
    for (DType dtype : new DType[] {DType.F64, DType.F32}) {
      Expr z = Expr.constant(logits(dtype));
      Expr value = loss.apply(z, Expr.constant(LABELS));
      double tolerance = dtype == DType.F64 ? 1e-13 : 1e-6;
      assertThat(value.type()).isEqualTo(TensorType.of(dtype));
      assertThat(value.eval().item()).isCloseTo(expected, within(tolerance));
      double[] all = Autodiff.grad(value, z).getFirst().eval().toDoubleArray();
      for (int i = 0; i < gradient.length; i++) {
        assertThat(all[i]).as("element %s", i).isCloseTo(gradient[i], within(tolerance));
      }
    }
  }

  @Test
  void ignoredLabelsDoNotCount() {
    assertLoss(
        Loss.softmaxCrossEntropy().ignoring(-100),
        1.0591411349737707,
        -0.11660417995770644,
        0.08423606077843722,
        0.03236811917926922,
        0.04184998731799795,
        0.058582754978961725,
        -0.10043274229695967,
        0,
        0,
        0);
    assertLoss(
        Loss.softmaxCrossEntropy(0.2).ignoring(-100),
        1.0897668053245408,
        -0.08327084662437312,
        0.06756939411177056);
  }

  @Test
  void classesHaveTheirWeights() {
    assertLoss(
        Loss.softmaxCrossEntropy().classWeights(1, 2.5, 0.25).ignoring(-100),
        1.1971093423337567,
        -0.11660417995770644,
        0.08423606077843722,
        0.03236811917926922,
        0.010462496829499488,
        0.014645688744740431,
        -0.025108185574239918,
        0);
    assertLoss(
        Loss.softmaxCrossEntropy(0.2).classWeights(1, 2.5, 0.25).ignoring(-100),
        1.2615976562730937,
        -0.07660105562225844,
        0.04678119715069242,
        0.029819858471566013,
        0.002165827626432413,
        -0.015304426926133888,
        0.013138599299701481,
        0);
  }

  @Test
  void equalWeightsAreNone() {
    Expr z = Expr.constant(logits(DType.F64));
    Expr labels = Expr.constant(Tensor.of(0, 2, 1, 1, 2));
    for (double smoothing : new double[] {0, 0.3}) {
      double plain = Loss.softmaxCrossEntropy(smoothing).apply(z, labels).eval().item();
      assertThat(
              Loss.softmaxCrossEntropy(smoothing)
                  .classWeights(3, 3, 3)
                  .apply(z, labels)
                  .eval()
                  .item())
          .isCloseTo(plain, within(1e-14));
    }
  }

  @Test
  void theMeanOverNothingIsNan() {
    Expr z = Expr.constant(logits(DType.F32));
    Expr none = Expr.constant(Tensor.of(7, 7, 7, 7, 7));
    assertThat(Loss.softmaxCrossEntropy().ignoring(7).apply(z, none).eval().item()).isNaN();
  }

  @Test
  void weightsAndLabelsThatDoNotFitAreNamed() {
    Loss weighted = Loss.softmaxCrossEntropy().classWeights(1, 2);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> weighted.apply(Expr.constant(logits(DType.F32)), Expr.constant(LABELS)))
        .withMessage(
            "softmaxCrossEntropy: there are 2 weights of classes for the prediction f32[5, 3]; give"
                + " one for each output");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.softmaxCrossEntropy().classWeights(1, -2))
        .withMessage("softmaxCrossEntropy: weights of classes must not be negative: [1.0, -2.0]");
    Loss ignoring = Loss.softmaxCrossEntropy().ignoring(-1);
    ignoring.check(Tensor.of(-1, 2), Shape.of(1, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ignoring.check(Tensor.of(-1, -100), Shape.of(1, 3)))
        .withMessageStartingWith("softmaxCrossEntropy: label -100 of row 1 is out of range");
  }

  @Test
  void divergenceIsThatOfPyTorch() {
    Expr targets = Expr.constant(wave(DType.F64, 0, 5, 3)).softmax(-1);
    Expr first = Expr.constant(Tensor.of(DType.F64, Shape.of(1, 3), 0, 1, 0));
    Expr t = Expr.concat(0, first, targets.slice(0, 1, 5));
    Expr z = Expr.constant(logits(DType.F64));
    Expr value = Loss.klDivergence().apply(z, t);
    assertThat(value.eval().item()).isCloseTo(0.5582265482542371, within(1e-13));
    assertThat(Autodiff.grad(value, z).getFirst().eval().getDouble(0, 1))
        .isCloseTo(-0.13261115137725024, within(1e-13));
    Expr impossible =
        Expr.constant(Tensor.of(DType.F64, Shape.of(1, 2), 0, Double.NEGATIVE_INFINITY));
    Expr certain = Expr.constant(Tensor.of(DType.F64, Shape.of(1, 2), 1, 0));
    assertThat(Losses.klDivergence(impossible, certain).eval().item()).isZero();
    assertThat(
            Losses.klDivergence(
                    impossible, Expr.constant(Tensor.of(DType.F64, Shape.of(1, 2), 0.5, 0.5)))
                .eval()
                .item())
        .isInfinite();
  }

  @Test
  void tripletsAreThoseOfPyTorch() {
    Expr a = Expr.constant(wave(DType.F64, 0, 4, 2));
    Expr p = Expr.constant(wave(DType.F64, 1, 4, 2));
    Expr n = Expr.constant(wave(DType.F64, 2.5, 4, 2));
    Expr loss = MarginLosses.triplet(a, p, n, 0.8);
    assertThat(loss.eval().item()).isCloseTo(0.20019347099061024, within(1e-13));
    assertThat(Autodiff.grad(loss, a).getFirst().eval().getDouble(0, 1))
        .isCloseTo(-0.24351674366142828, within(1e-13));
    Expr equal = MarginLosses.triplet(a, a, a, 0.5);
    assertThat(equal.eval().item()).isEqualTo(0.5);
    assertThat(Autodiff.grad(equal, a).getFirst().eval().toDoubleArray()).containsOnly(0);
  }

  @Test
  void pairsAreDrawnTogetherOrKeptApart() {
    Expr a = Expr.constant(Tensor.of(DType.F32, Shape.of(3, 2), 0, 0, 0, 0, 0, 0));
    Expr b = Expr.constant(Tensor.of(DType.F32, Shape.of(3, 2), 3, 4, 0.6, 0.8, 3, 4));
    Expr same = Expr.constant(Tensor.of(true, false, false));
    // 25, (1.5 − 1)² and nothing.
    assertThat(MarginLosses.contrastive(a, b, same, 1.5).eval().item())
        .isCloseTo(25.25 / 3, within(1e-6));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> MarginLosses.contrastive(a, b, a, 1))
        .withMessage("contrastive: needs one answer for each pair, [3]: f32[3, 2]");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> MarginLosses.triplet(a, b, same, 1))
        .withMessage("triplet: needs floating points […, n] of one type: f32[3, 2], bool[3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarginLosses.triplet(a, b, b, -1))
        .withMessage("triplet: the margin must not be negative: -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarginLosses.contrastive(a, b, same, -1))
        .withMessage("contrastive: the margin must not be negative: -1.0");
  }

  @Test
  void theLabelShouldBeAheadOfAllOthers() {
    Expr scores =
        Expr.constant(Tensor.of(DType.F64, Shape.of(3, 3), 2, 0.5, -1, -3, -1, -2.5, 0, 0, 0));
    Expr labels = Expr.constant(Tensor.of(0, 2, 1));
    // Ahead by 1.5; behind by 1.5; equal. In Keras the second is 1 + 0 + 2.5.
    assertThat(MarginLosses.categoricalHinge(scores, labels).eval().item())
        .isCloseTo((0 + 2.5 + 1) / 3, within(1e-14));
    assertThat(
            Autodiff.grad(MarginLosses.categoricalHinge(scores, labels), scores)
                .getFirst()
                .eval()
                .toDoubleArray())
        .containsExactly(
            new double[] {0, 0, 0, 0, 1 / 3.0, -1 / 3.0, 1 / 6.0, -1 / 3.0, 1 / 6.0},
            within(1e-14));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> MarginLosses.categoricalHinge(scores, scores))
        .withMessage(
            "categoricalHinge: needs scores […, classes] and an integer label for each row, […]:"
                + " f64[3, 3], f64[3, 3]; give the number of the class in place of a one-hot row");
    assertThat(TorchFigures.run(Loss.categoricalHinge().apply(scores, labels))).hasSize(1);
  }
}
