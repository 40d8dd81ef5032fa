// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures of metrics over two batches, beside numbers worked out by hand. */
class MetricFigureTests {
  /**
   * Returns the figure after the rows in batches of the first {@code split} rows and the others.
   */
  private static double figure(Metric metric, Tensor prediction, Tensor target, int split) {
    List<Expr> state = metric.init().stream().map(Expr::constant).toList();
    int n = prediction.shape().dim(0);
    for (int[] part : new int[][] {{0, split}, {split, n}}) {
      state =
          metric.update(
              state,
              Expr.constant(prediction).slice(0, part[0], part[1]),
              Expr.constant(target).slice(0, part[0], part[1]));
    }
    return Interpreter.evaluate(List.of(metric.result(state)), Map.of()).getFirst().item();
  }

  private static void assertFigure(
      Metric metric, Tensor prediction, Tensor target, double expected) {
    for (int split = 1; split < prediction.shape().dim(0); split++) {
      assertThat(figure(metric, prediction, target, split))
          .as("%s, split at %s", metric.name(), split)
          .isCloseTo(expected, within(1e-6));
    }
  }

  /** Predicted 0, 0, 1, 1, 2, 2 for 0, 0, 0, 1, 1, 2. */
  private static final Tensor SCORES =
      Tensor.of(DType.F32, Shape.of(6, 3), 3, 1, 2, 5, 4, 0, 1, 3, 2, 0, 9, 1, 0, 1, 2, 1, 2, 3);

  private static final Tensor LABELS = Tensor.of(0, 0, 0, 1, 1, 2);

  @Test
  void scoresOfClassesAreAveragedInThreeWays() {
    // F1 of the classes: 4/5, 1/2, 2/3.
    assertFigure(Metric.f1(3), SCORES, LABELS, (0.8 + 0.5 + 2 / 3.0) / 3);
    assertFigure(Metric.weightedF1(3), SCORES, LABELS, (3 * 0.8 + 2 * 0.5 + 2 / 3.0) / 6);
    assertFigure(ClassScore.micro(BinaryScore.fBeta(0, 1), 3), SCORES, LABELS, 4 / 6.0);
    // Of a class: tp/(tp + fp + fn) is 2/3, 1/3, 1/2.
    assertFigure(Metric.meanIou(3), SCORES, LABELS, (2 / 3.0 + 1 / 3.0 + 0.5) / 3);
  }

  @Test
  void classesWithoutExamplesHaveNoWeight() {
    Tensor labels = Tensor.of(0, 0, 0, 1, 1, 1);
    assertThat(figure(Metric.f1(4), SCORES4, labels, 2)).isNaN();
    // F1 of the first two: 4/5 and 2/5.
    assertFigure(Metric.weightedF1(4), SCORES4, labels, (3 * 0.8 + 3 * 0.4) / 6);
  }

  /** The same with a fourth class that is never the largest. */
  private static final Tensor SCORES4 =
      Tensor.of(
          DType.F32,
          Shape.of(6, 4),
          3,
          1,
          2,
          -9,
          5,
          4,
          0,
          -9,
          1,
          3,
          2,
          -9,
          0,
          9,
          1,
          -9,
          0,
          1,
          2,
          -9,
          1,
          2,
          3,
          -9);

  @Test
  void theLabelIsAmongTheLargest() {
    assertFigure(Metric.topK(1), SCORES, LABELS, 4 / 6.0);
    // Of the third row the label is the smallest, of the fifth the second.
    assertFigure(Metric.topK(2), SCORES, LABELS, 5 / 6.0);
    assertFigure(Metric.topK(3), SCORES, LABELS, 1);
    Tensor equal = Tensor.ones(DType.F32, Shape.of(3, 3));
    assertFigure(Metric.topK(1), equal, Tensor.of(0, 1, 2), 1 / 3.0);
    assertFigure(Metric.topK(2), equal, Tensor.of(0, 1, 2), 2 / 3.0);
  }

  @Test
  void errorsOfNumbersAreMeansOverAllExamples() {
    Tensor y = Tensor.of(1f, 2f, 4f, 8f);
    Tensor t = Tensor.of(2f, 2f, 2f, 4f);
    assertFigure(Metric.meanAbsoluteError(), y, t, 7 / 4.0);
    assertFigure(Metric.meanSquaredError(), y, t, 21 / 4.0);
    assertFigure(Metric.rootMeanSquaredError(), y, t, Math.sqrt(21 / 4.0));
    assertThat(Metric.rootMeanSquaredError().name()).isEqualTo("rmse");
  }

  @Test
  void percentagesAndCosinesAreThoseOfTheLosses() {
    Tensor y = Tensor.of(DType.F64, Shape.of(3, 2), 1, 0, 1, 1, 0, 2);
    Tensor t = Tensor.of(DType.F64, Shape.of(3, 2), 2, 1, 1, 1, 3, 1);
    assertFigure(Metric.cosineSimilarity(), y, t, (2 / Math.sqrt(5) + 1 + 2 / Math.sqrt(40)) / 3);
    double shares = 0.5 + 1 + 0 + 0 + 1 + 1;
    assertFigure(Metric.meanAbsolutePercentageError(), y, t, 100 * shares / 6);
  }

  @Test
  void perplexityIsThatOfAllExamplesAndNotAMeanOfBatches() {
    Tensor logits = Tensor.of(DType.F64, Shape.of(3, 2), Math.log(3), 0, 0, 0, 0, Math.log(7));
    Tensor labels = Tensor.of(0, 1, 0);
    // The probabilities are 3/4, 1/2 and 1/8.
    assertFigure(Metric.logLoss(), logits, labels, -Math.log(3 / 64.0) / 3);
    assertFigure(Metric.perplexity(), logits, labels, Math.pow(64 / 3.0, 1 / 3.0));
    assertThat(Metric.perplexity().name()).isEqualTo("perplexity");
  }

  /** Ordered by output the classes are 1, 0, 1, 1, 0: precisions 1, 2/3, 3/4 at the hits. */
  @Test
  void theAreaUnderPrecisionAndRecallIsTheAveragePrecision() {
    Tensor y = Tensor.of(0.2f, 0.9f, 0.7f, 0.45f, 0.6f);
    Tensor t = Tensor.of(0, 1, 0, 1, 1);
    assertFigure(Metric.precisionRecallAuc(), y, t, (1 + 2 / 3.0 + 3 / 4.0) / 3);
    assertThat(figure(Metric.precisionRecallAuc(), y, Tensor.of(0, 0, 0, 0, 0), 2)).isNaN();
  }

  @Test
  void overlapIsThatOfElements() {
    Tensor y = Tensor.of(0.9f, 0.8f, 0.1f, 0.7f);
    Tensor t = Tensor.of(1, 0, 1, 1);
    assertFigure(BinaryScore.intersectionOverUnion(0.5), y, t, 2 / 4.0);
  }

  @Test
  void wrongUsesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Metric.topK(0)
                .update(
                    Metric.topK(0).init().stream().map(Expr::constant).toList(),
                    Expr.constant(SCORES),
                    Expr.constant(LABELS)))
        .withMessage("topK: k must be positive: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PrecisionRecallAuc(2))
        .withMessage("prAuc: there must be 3 thresholds at least: 2");
    Metric area = Metric.precisionRecallAuc();
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() ->
            area.update(
                area.init().stream().map(Expr::constant).toList(),
                Expr.constant(SCORES),
                Expr.constant(LABELS)))
        .withMessage(
            "prAuc: needs a floating prediction and a target for each, […]: f32[6, 3], i32[6]");
  }
}
