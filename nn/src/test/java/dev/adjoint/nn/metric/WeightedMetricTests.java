// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Metrics of examples with weights. */
class WeightedMetricTests {
  private static final Tensor WEIGHTS = Tensor.of(1.0, 0.0, 2.0, 1.0, 3.0, 1.0);
  private static final Tensor REPEATED = Tensor.of(0, 2, 2, 3, 4, 4, 4, 5);
  private static final Expr LABELS = Expr.constant(Tensor.of(0, 2, 1, 1, 2, 0));

  private static Expr wave(double from, int... dims) {
    Shape shape = Shape.of(dims);
    return Expr.constant(
        Tensor.of(
            DType.F64,
            shape,
            IntStream.range(0, shape.size())
                .mapToDouble(i -> StrictMath.sin(from + 1.3 * i))
                .toArray()));
  }

  private static final Expr SCORES = wave(2, 6, 3);
  private static final Expr SINGLE = wave(5, 6, 2).sigmoid();
  private static final Expr SIGNS = wave(9, 6, 2).greater(0).cast(DType.F64);

  private static double result(Metric metric, Expr prediction, Expr target) {
    return metric.result(metric.update(start(metric), prediction, target)).eval().item();
  }

  private static double result(Metric metric, Expr prediction, Expr target, Tensor weights) {
    return metric
        .result(metric.update(start(metric), prediction, target, Expr.constant(weights)))
        .eval()
        .item();
  }

  private static List<Expr> start(Metric metric) {
    return metric.init().stream().map(Expr::constant).toList();
  }

  private static DynamicTest repeats(Metric metric, Expr prediction, Expr target) {
    return DynamicTest.dynamicTest(
        metric.name(),
        () -> {
          Expr rows = Expr.constant(REPEATED);
          double expected = result(metric, prediction.gather(0, rows), target.gather(0, rows));
          assertThat(expected).isNotNaN();
          assertThat(result(metric, prediction, target, WEIGHTS)).isCloseTo(expected, within(1e-7));
          assertThat(result(metric, prediction, target, WEIGHTS.cast(DType.F32)))
              .isCloseTo(expected, within(1e-7));
        });
  }

  /** As if each example stood in the data as often as its weight says. */
  @TestFactory
  Stream<DynamicTest> wholeWeightsAreRepetitions() {
    Expr other = wave(7, 6, 3);
    return Stream.of(
        repeats(Metric.accuracy(), SCORES, LABELS),
        repeats(Metric.topK(2), SCORES, LABELS),
        repeats(Metric.logLoss(), SCORES, LABELS),
        repeats(Metric.perplexity(), SCORES, LABELS),
        repeats(Metric.f1(3), SCORES, LABELS),
        repeats(Metric.weightedF1(3), SCORES, LABELS),
        repeats(Metric.meanIou(3), SCORES, LABELS),
        repeats(Metric.binaryAccuracy(0.5), SINGLE, SIGNS),
        repeats(Metric.precision(), SINGLE, SIGNS),
        repeats(Metric.recall(), SINGLE, SIGNS),
        repeats(Metric.f1(), SINGLE, SIGNS),
        repeats(Metric.auc(), SINGLE, SIGNS),
        repeats(Metric.precisionRecallAuc(), SINGLE, SIGNS),
        repeats(Metric.auc().of(Expr::sigmoid).named("logits"), SINGLE.log(), SIGNS),
        repeats(new RSquared(), SCORES, other),
        repeats(Metric.meanAbsoluteError(), SCORES, other),
        repeats(Metric.meanSquaredError(), SCORES, other),
        repeats(Metric.rootMeanSquaredError(), SCORES, other),
        repeats(Metric.meanAbsolutePercentageError(), SCORES, other),
        repeats(Metric.cosineSimilarity(), SCORES, other),
        repeats(Metric.mean("own", (y, t) -> y.sub(t).pow(4).mean()), SCORES, other));
  }

  @Test
  void aRowOfASequenceGivesEachStepItsWeight() {
    Expr steps = wave(3, 2, 4, 3);
    Expr labels = Expr.constant(Tensor.of(0, 1, 2, 1, 2, 2, 0, 1).reshape(2, 4));
    Tensor weights = Tensor.of(0.0, 5.0);
    Expr second = Expr.constant(Tensor.of(1));
    for (Metric metric :
        List.of(
            Metric.accuracy(),
            Metric.topK(2),
            new ClassScore(BinaryScore.precision(0), 3, ClassScore.Averaging.MICRO))) {
      assertThat(result(metric, steps, labels, weights))
          .isCloseTo(
              result(metric, steps.gather(0, second), labels.gather(0, second)), within(1e-7));
    }
  }

  @Test
  void aMetricOfAnOutputKeepsItsNumberThroughItsVariants() {
    Metric metric = Metric.meanSquaredError().at(2).then(Expr::sqrt).of(y -> y.mul(2));
    assertThat(metric.name()).isEqualTo("output2_mse");
    assertThat(metric).isInstanceOf(OutputMetric.class);
    assertThat(((OutputMetric) metric).output()).isEqualTo(2);
    assertThat(((OutputMetric) metric).name("price")).isEqualTo("price_mse");
    assertThat(metric.named("mine").at(1).name()).isEqualTo("mine");
    assertThat(result(metric, SCORES, SCORES.mul(2))).isZero();
    assertThat(result(metric, SCORES, SCORES.mul(2), WEIGHTS)).isZero();
  }
}
