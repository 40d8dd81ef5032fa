// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.BinaryScore;
import dev.adjoint.nn.metric.ClassScore;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.metric.RSquared;
import dev.adjoint.nn.metric.RocAuc;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.schedule.AdjustableRate;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Metrics over the batches of trainings and evaluations, the last of them shorter than the rest.
 */
class MetricTests {
  /** At ½: 3 true positives, 2 false positives, 1 false negative, 2 true negatives. */
  private static final Dataset DATA =
      new Dataset(
          column(0.9f, 0.8f, 0.7f, 0.4f, 0.3f, 0.6f, 0.55f, 0.1f), column(1, 0, 1, 1, 0, 0, 1, 0));

  private static Tensor column(float... values) {
    return Tensor.of(values).reshape(values.length, 1);
  }

  /** Gives the features back, and has something to train. */
  private record Identity(Parameter factor) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return x.mul(factor);
    }
  }

  private static Model model(Metric... metrics) {
    Layer identity = new Identity(Parameter.of("factor", Tensor.scalar(1f)));
    return Model.compile(identity, Loss.meanSquaredError(), Sgd.of(AdjustableRate.of(0)), metrics);
  }

  /** Checks a figure of batches of 5 and 3, of batches of 3, 3 and 2, and of all rows at once. */
  private static void assertFigure(Metric metric, double expected) {
    assertFigure(metric, DATA, expected);
  }

  private static void assertFigure(Metric metric, Dataset data, double expected) {
    for (int batch : new int[] {5, 3, 8}) {
      Model model = model(metric);
      History history =
          model.fit(data, FitOptions.epochs(2).batchSize(batch).inOrder().validation(data));
      for (Map<String, Double> figures :
          List.of(
              history.epochs().getFirst().figures(),
              history.last().figures(),
              ImmutableMap.of(metric.name(), history.last().get("val_" + metric.name())),
              model.evaluate(data))) {
        assertThat(figures.get(metric.name()))
            .as("batches of %s", batch)
            .isCloseTo(expected, within(1e-15));
      }
    }
  }

  @Test
  void precisionIsThatOfAllRows() {
    assertFigure(Metric.precision(), 3 / 5.0);
    assertFigure(BinaryScore.precision(0.65), 2 / 3.0);
  }

  @Test
  void recallIsThatOfAllRows() {
    assertFigure(Metric.recall(), 3 / 4.0);
    assertFigure(BinaryScore.recall(0.65), 2 / 4.0);
  }

  @Test
  void f1IsTheHarmonicMeanOfBoth() {
    assertFigure(Metric.f1(), 2 * 0.6 * 0.75 / (0.6 + 0.75));
    assertFigure(BinaryScore.fBeta(0.5, 2), 5 * 0.6 * 0.75 / (4 * 0.6 + 0.75));
  }

  /** Of the 16 pairs of an example of either class, 11 are in the right order. */
  @Test
  void theAreaUnderTheCurveIsTheShareOfPairsInOrder() {
    assertFigure(Metric.auc(), 11 / 16.0);
    assertFigure(new RocAuc(1000), 11 / 16.0);
  }

  /** Three thresholds at 0, ½ and 1: what lies between the same two is a tie, which counts half. */
  @Test
  void outputsBetweenTwoThresholdsAreEqual() {
    // Above ½ are 3 of 4 and 2 of 4: 6 pairs in order, of the 3·2 + 1·2 ties half, 2 not.
    assertFigure(new RocAuc(3), (3 * 2 + 0.5 * (3 * 2 + 1 * 2)) / 16);
  }

  /** Labels 0 1 2 0 1 2, of which 0 2 1 0 0 1 were predicted: class 0 has F1 ⅘, the others 0. */
  @Test
  void scoresOfSeveralClassesAreAveragedOrCountedTogether() {
    float[] scores = new float[18];
    int[] predicted = {0, 2, 1, 0, 0, 1};
    for (int i = 0; i < 6; i++) {
      scores[3 * i + predicted[i]] = 1;
    }
    Dataset data = new Dataset(Tensor.of(scores).reshape(6, 3), Tensor.of(0, 1, 2, 0, 1, 2));
    Model model =
        Model.compile(
            new Identity(Parameter.of("factor", Tensor.scalar(1f))),
            Loss.softmaxCrossEntropy(),
            Sgd.of(AdjustableRate.of(0)),
            Metric.f1(3),
            ClassScore.micro(BinaryScore.fBeta(0, 1), 3).named("micro"),
            ClassScore.macro(BinaryScore.precision(0), 3),
            ClassScore.macro(BinaryScore.recall(0), 3));
    for (int batch : new int[] {4, 6}) {
      Map<String, Double> figures =
          model.fit(data, FitOptions.epochs(1).batchSize(batch).inOrder()).last().figures();
      assertThat(figures.get("f1")).isCloseTo(0.8 / 3, within(1e-15));
      assertThat(figures.get("micro")).isCloseTo(2 / 6.0, within(1e-15));
      assertThat(figures.get("precision")).isCloseTo(2 / 3.0 / 3, within(1e-15));
      assertThat(figures.get("recall")).isCloseTo(1 / 3.0, within(1e-15));
    }
  }

  @Test
  void logitsAreMadeProbabilitiesFirst() {
    Tensor logits = column(2.2f, 1.4f, 0.8f, -0.4f, -0.8f, 0.4f, 0.2f, -2.2f);
    Dataset data = new Dataset(logits, DATA.targets());
    assertFigure(Metric.auc().of(Expr::sigmoid), data, 11 / 16.0);
    assertFigure(BinaryScore.precision(0), data, 3 / 5.0);
  }

  @Test
  void integerLabelsWithoutAnAxisWillDo() {
    Metric[] metrics = {Metric.precision(), Metric.recall(), Metric.f1(), Metric.auc()};
    Dataset data = new Dataset(DATA.features(), Tensor.of(1, 0, 1, 1, 0, 0, 1, 0));
    Model model =
        Model.compile(
            new Identity(Parameter.of("factor", Tensor.scalar(1f))),
            Loss.binaryCrossEntropy(),
            Sgd.of(0.1),
            metrics);
    ImmutableMap<String, Double> figures = model.evaluate(data);
    assertThat(figures.keySet()).containsExactly("loss", "precision", "recall", "f1", "auc");
    assertThat(figures.get("precision")).isEqualTo(0.6);
    assertThat(figures.get("auc")).isCloseTo(11 / 16.0, within(1e-15));
  }

  /** The example in scikit-learn's documentation of {@code r2_score}. */
  @Test
  void rSquaredIsTheShareOfTheVarianceThatIsExplained() {
    Dataset data = new Dataset(column(2.5f, 0, 2, 8), column(3, -0.5f, 2, 7));
    assertFigure(new RSquared(), data, 0.9486081370449679);
    assertThat(model(new RSquared()).evaluate(new Dataset(column(1, 1), column(0, 2))).get("r2"))
        .isZero();
  }

  @Test
  void whatIsNotDefinedIsNaN() {
    Dataset none = new Dataset(column(0.1f, 0.2f), column(0, 0));
    Map<String, Double> figures =
        model(Metric.precision(), Metric.recall(), Metric.f1(), Metric.auc()).evaluate(none);
    assertThat(figures.get("precision")).isNaN();
    assertThat(figures.get("recall")).isNaN();
    assertThat(figures.get("f1")).isNaN();
    assertThat(figures.get("auc")).isNaN();
  }

  /** The mean of batches of 5 and 3 weighs them by their rows. */
  @Test
  void meansWeighBatchesByTheirRows() {
    assertFigure(Metric.mean("first", (prediction, _) -> prediction.mean().mul(0).add(1)), 1);
    Metric squares = Metric.mean("squares", (p, t) -> p.sub(t).square().mean());
    Model model = model(squares);
    History history = model.fit(DATA, FitOptions.epochs(1).batchSize(5).inOrder());
    assertThat(history.last().get("squares")).isEqualTo(history.last().get("loss"));
    double sum = 0;
    for (int i = 0; i < 8; i++) {
      double d = (double) DATA.features().getFloat(i, 0) - DATA.targets().getFloat(i, 0);
      sum += d * d;
    }
    assertThat(history.last().get("squares")).isCloseTo(sum / 8, within(1e-7));
  }

  /** The largest error: no sum, and so no mean of batches. */
  private record MaxError() implements Metric {
    @Override
    public String name() {
      return "maxError";
    }

    @Override
    public ImmutableList<Tensor> init() {
      return ImmutableList.of(Tensor.scalar(0f));
    }

    @Override
    public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
      return List.of(state.getFirst().maximum(prediction.sub(target).abs().max()));
    }

    @Override
    public Expr result(List<Expr> state) {
      return state.getFirst();
    }
  }

  @Test
  void aMetricOfAUsersOwnKeepsAnyState() {
    assertFigure(new MaxError(), 0.8f);
    assertFigure(new MaxError().named("worst"), 0.8f);
  }

  @Test
  void manyMetricsKeepTheirStatesApart() {
    Model model = model(Metric.recall(), new MaxError(), Metric.auc(), Metric.precision());
    Map<String, Double> figures =
        model.fit(DATA, FitOptions.epochs(1).batchSize(3).inOrder()).last().figures();
    assertThat(figures.get("recall")).isEqualTo(0.75);
    assertThat(figures.get("maxError")).isEqualTo(0.8f);
    assertThat(figures.get("auc")).isCloseTo(11 / 16.0, within(1e-15));
    assertThat(figures.get("precision")).isEqualTo(0.6);
  }

  /** A metric that is wrong in one of its parts. */
  private record Wrong(boolean inState) implements Metric {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public ImmutableList<Tensor> init() {
      return ImmutableList.of(Tensor.scalar(0.0));
    }

    @Override
    public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
      return inState ? List.of(state.getFirst().cast(DType.F32)) : state;
    }

    @Override
    public Expr result(List<Expr> state) {
      return state.getFirst().greater(0);
    }
  }

  @Test
  void aMetricThatChangesItsStatesTypeOrHasNoResultIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model(new Wrong(true)).evaluate(DATA))
        .withMessage(
            "metric 'wrong': the state must stay [f64[]], got [f32[]]; update each of its parts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model(new Wrong(false)).fit(DATA, FitOptions.epochs(1)))
        .withMessage("metric 'wrong': the result must be a floating scalar, got bool[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RocAuc(2))
        .withMessage("auc: there must be 3 thresholds at least: 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.f1(1))
        .withMessage("classScore: there must be 2 classes at least: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BinaryScore.fBeta(0.5, 0))
        .withMessage("fBeta: beta must be positive: 0.0");
  }

  @Test
  void predictionsAndTargetsBelongTogether() {
    Dataset wide =
        new Dataset(DATA.features(), Tensor.zeros(DType.F32, DATA.features().shape().with(1, 2)));
    Model model =
        Model.compile(
            new Identity(Parameter.of("factor", Tensor.scalar(1f))),
            (y, t) -> y.sub(t).square().mean(),
            Sgd.of(0.1),
            Metric.precision());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.evaluate(wide))
        .withMessage(
            "precision: needs a floating prediction and a target for each, […]: f32[8, 1], f32[8,"
                + " 2]");
  }
}
