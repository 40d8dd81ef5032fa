// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.schedule.AdjustableRate;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models: training, evaluation and prediction, and what they refuse. */
class ModelTests {
  private static final Seed SEED = Seed.of(1);

  /** Points of the plane by the sign of {@code x·y}: no straight line separates the classes. */
  private static Dataset quadrants(int n) {
    Tensor points = Initializer.uniform(1).draw(Expr.input("x", n, 2).type(), 1, 1, SEED.fold(9));
    int[] labels =
        IntStream.range(0, n)
            .map(i -> points.getFloat(i, 0) * points.getFloat(i, 1) > 0 ? 1 : 0)
            .toArray();
    return new Dataset(points, Tensor.of(labels));
  }

  private static Model classifier(Layer... between) {
    ImmutableList<Layer> layers =
        ImmutableList.<Layer>builder()
            .add(Dense.of(2, 16, SEED.fold(0)), Activation.tanh())
            .add(between)
            .add(Dense.of(16, 2, SEED.fold(1)))
            .build();
    return Model.compile(
        new Sequential(layers), Loss.softmaxCrossEntropy(), Adam.of(0.02), Metric.accuracy());
  }

  @Test
  void trainingLearnsWhatNoLineSeparates() {
    Dataset data = quadrants(500);
    Model model = classifier();
    History history = model.fit(data, FitOptions.epochs(30).batchSize(64));
    assertThat(history.series("loss")[0]).isGreaterThan(0.6);
    assertThat(history.last().get("loss")).isLessThan(0.2);
    assertThat(history.last().get("accuracy")).isGreaterThan(0.95);
  }

  @Test
  void theSameKeyGivesTheSameBits() {
    Dataset data = quadrants(100);
    FitOptions fit = FitOptions.epochs(5).batchSize(32).validation(quadrants(30));
    Model first = classifier(new Dropout(0.3));
    Model second = classifier(new Dropout(0.3));
    assertThat(first.fit(data, fit)).isEqualTo(second.fit(data, fit));
    assertThat(first.predict(data.features())).isEqualTo(second.predict(data.features()));
    Model other = classifier(new Dropout(0.3));
    assertThat(other.fit(data, fit.seed(Seed.of(99))).series("loss"))
        .isNotEqualTo(classifier(new Dropout(0.3)).fit(data, fit).series("loss"));
  }

  @Test
  void historyHasTheFiguresOfEveryEpoch() {
    History history =
        classifier().fit(quadrants(70), FitOptions.epochs(3).validation(quadrants(20)));
    assertThat(history.epochs()).extracting(History.Epoch::number).containsExactly(1, 2, 3);
    assertThat(history.last().figures().keySet())
        .containsExactly("loss", "accuracy", "val_loss", "val_accuracy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.series("recall"))
        .withMessage(
            "history: there is no 'recall', only [loss, accuracy, val_loss, val_accuracy]");
  }

  @Test
  void validationDataIsEvaluatedAfterTheEpoch() {
    Dataset data = quadrants(70);
    Dataset validation = quadrants(300).rows(IntStream.range(0, 299).toArray());
    Model model = classifier();
    History history = model.fit(data, FitOptions.epochs(2).validation(validation));
    Map<String, Double> figures = model.evaluate(validation);
    assertThat(history.last().get("val_loss")).isEqualTo(figures.get("loss"));
    assertThat(history.last().get("val_accuracy")).isEqualTo(figures.get("accuracy"));
  }

  @Test
  void aShareForValidationIsTakenFromTheEnd() {
    Dataset data = quadrants(80);
    Model whole = classifier();
    Model parts = classifier();
    History expected =
        parts.fit(
            data.rows(IntStream.range(0, 60).toArray()),
            FitOptions.epochs(2).validation(data.rows(IntStream.range(60, 80).toArray())));
    assertThat(whole.fit(data, FitOptions.epochs(2).validationShare(0.25))).isEqualTo(expected);
  }

  @Test
  void figuresOfAnEpochAreMeansOverExamplesNotBatches() {
    Dataset data = quadrants(37);
    Model model = classifier();
    double before = model.evaluate(data).get("loss");
    Model still =
        Model.compile(model.network(), Loss.softmaxCrossEntropy(), Sgd.of(Double.MIN_NORMAL));
    double during = still.fit(data, FitOptions.epochs(1).batchSize(10)).last().get("loss");
    // F32 means of batches against one of all rows.
    assertThat(during).isCloseTo(before, within(1e-6));
  }

  @Test
  void predictionsOfManyBatchesAreThoseOfEachRow() {
    Dataset data = quadrants(600);
    Model model = classifier();
    Tensor all = model.predict(data.features());
    assertThat(all.shape()).isEqualTo(Shape.of(600, 2));
    Tensor classes = model.classify(data.features());
    for (int i : new int[] {0, 255, 256, 511, 512, 599}) {
      Tensor row = model.predict(data.rows(i).features());
      assertThat(new float[] {all.getFloat(i, 0), all.getFloat(i, 1)})
          .containsExactly(row.toFloatArray());
      assertThat(classes.getInt(i)).isEqualTo(row.getFloat(0, 1) > row.getFloat(0, 0) ? 1 : 0);
    }
  }

  @Test
  void statesOfLayersAreUpdatedByTraining() {
    Counter counter = new Counter(State.of("count", Tensor.scalar(0f)));
    Model model = classifier(counter);
    model.fit(quadrants(100), FitOptions.epochs(3).batchSize(40));
    model.predict(quadrants(5).features());
    assertThat(counter.count().value()).isEqualTo(Tensor.scalar(9f));
  }

  /** Counts the steps of training. */
  private record Counter(State count) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      if (context.isTraining()) {
        context.update(count, count.add(1));
      }
      return x;
    }
  }

  @Test
  void listenersHearOfEveryStepAndEpoch() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void trainingStarted(int epochs, int steps) {
            heard.add("start " + epochs + "×" + steps);
          }

          @Override
          public void stepEnded(int epoch, int step, double loss) {
            heard.add("step " + epoch + "." + step);
          }

          @Override
          public void epochEnded(History.Epoch epoch) {
            heard.add("end " + epoch.number());
          }
        };
    classifier().fit(quadrants(50), FitOptions.epochs(2).batchSize(30).listener(listener));
    assertThat(heard)
        .containsExactly(
            "start 2×2", "step 1.1", "step 1.2", "end 1", "step 2.1", "step 2.2", "end 2");
  }

  @Test
  void dataThatDoesNotFitIsRefusedBeforeTraining() {
    Model model = classifier();
    Dataset wide = new Dataset(Tensor.zeros(DType.F32, Shape.of(4, 3)), Tensor.of(0, 1, 0, 1));
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> model.fit(wide, FitOptions.epochs(1)))
        .withMessage("layers.0: dense: takes […, 2], got [4, 3]; weight is [2, 16]");
    Dataset empty = new Dataset(Tensor.zeros(DType.F32, Shape.of(0, 2)), Tensor.of(new int[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(empty, FitOptions.epochs(1)))
        .withMessage("fit: there are no examples: dataset of f32[0, 2] → i32[0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.evaluate(empty))
        .withMessage("evaluate: there are no examples: dataset of f32[0, 2] → i32[0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.predict(empty.features()))
        .withMessage("predict: there are no examples: f32[0, 2]");
    Dataset third = new Dataset(Tensor.zeros(DType.F32, Shape.of(2, 2)), Tensor.of(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(third, FitOptions.epochs(1)))
        .withMessageStartingWith("softmaxCrossEntropy: label 2 of row 1 is out of range");
  }

  @Test
  void aLossThatIsNoNumberNamesItsStepAndTheRowAtFault() {
    Dataset data = quadrants(100);
    float[] features = data.features().toFloatArray();
    features[2 * 71] = Float.NaN;
    Dataset faulty = new Dataset(Tensor.of(features).reshape(100, 2), data.targets());
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> classifier().fit(faulty, FitOptions.epochs(3).batchSize(20).inOrder()))
        .withMessage(
            "fit: the loss is NaN at epoch 1, step 4 of 5; row 71 of the features is not finite");
  }

  @Test
  void aTrainingThatDivergesNamesItsStepAndACure() {
    Dense dense = Dense.of(1, 1, SEED);
    Model model = Model.compile(dense, Loss.meanSquaredError(), Sgd.of(1e20));
    Dataset data =
        new Dataset(
            Tensor.nested(new float[][] {{1}, {2}}), Tensor.nested(new float[][] {{3}, {4}}));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> model.fit(data, FitOptions.epochs(9).batchSize(1)))
        .withMessageMatching(
            "fit: the loss is (Infinity|NaN) at epoch 1, step 2 of 2;"
                + " lower the learning rate, or scale the features to about -1 to 1");
  }

  @Test
  void aModelNeedsSomethingToTrainAndNamesForItsMetrics() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Model.compile(new Flatten(), Loss.meanSquaredError(), Sgd.of(1)))
        .withMessage("model: Flatten() has no parameters to train");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Model.compile(
                Dense.of(2, 2, SEED),
                Loss.softmaxCrossEntropy(),
                Sgd.of(1),
                Metric.accuracy(),
                Metric.accuracy()))
        .withMessage(
            "model: metrics need names of their own, other than 'loss': [accuracy, accuracy]");
  }

  /** One program takes every step, whatever rate the step has. */
  @Test
  void anotherRateCompilesNothing() {
    Dense dense = Dense.of(2, 2, SEED);
    AdjustableRate rate = AdjustableRate.of(0.1);
    Model model = Model.compile(dense, Loss.softmaxCrossEntropy(), Sgd.of(rate));
    Dataset data = quadrants(64);
    model.fit(data, FitOptions.epochs(1));
    Tensor before = dense.weight().value();
    rate.set(0);
    model.fit(data, FitOptions.epochs(1));
    assertThat(dense.weight().value()).isEqualTo(before);
    rate.set(0.2);
    model.fit(data, FitOptions.epochs(1));
    assertThat(dense.weight().value()).isNotEqualTo(before);
    assertThat(model.programs()).isEqualTo(1);
    Model scheduled =
        Model.compile(
            dense, Loss.softmaxCrossEntropy(), Adam.of(RateSchedule.cosine(0.1, 0, 8).warmUp(2)));
    scheduled.fit(data, FitOptions.epochs(5));
    assertThat(scheduled.programs()).isEqualTo(1);
    Tensor ended = dense.weight().value();
    scheduled.fit(data, FitOptions.epochs(1));
    assertThat(dense.weight().value()).isEqualTo(ended);
  }

  @Test
  void whatCannotBeTrainedWithIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FitOptions.epochs(0))
        .withMessage("fit: epochs must be positive: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FitOptions.epochs(1).batchSize(0))
        .withMessage("fit: the batch size must be positive: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FitOptions.epochs(1).validationShare(1))
        .withMessage("fit: the share of validation data must lie in [0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sgd.of(0))
        .withMessage("schedule: the rate must be positive: 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sgd.of(1).withMomentum(1))
        .withMessage("momentum: the decay must lie in [0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScaleByAdam(1, 0.9, 1e-8))
        .withMessage("adam: beta1 must lie in [0, 1): 1.0");
  }
}
