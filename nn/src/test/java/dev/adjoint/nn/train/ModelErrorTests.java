// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.ConfusionMatrix;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What models refuse, always before a parameter has changed. */
class ModelErrorTests {
  private static final Seed SEED = Seed.of(1);

  private final Dense dense = Dense.of(2, 3, SEED);
  private final Tensor before = dense.weight().value();

  @AfterEach
  void nothingWasTrained() {
    assertThat(dense.weight().value()).isEqualTo(before);
  }

  private static Tensor uniform(int... dims) {
    return Initializer.uniform(1).draw(TensorType.of(DType.F32, dims), 1, 1, SEED);
  }

  private static Dataset labelled(int rows, int... labels) {
    return new Dataset(
        uniform(rows, 2),
        Tensor.of(IntStream.range(0, rows).map(i -> labels[i % labels.length]).toArray()));
  }

  private Model classifier(Metric... metrics) {
    return Model.compile(dense, Loss.softmaxCrossEntropy(), Sgd.of(0.1), metrics);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void errorsShowTheShapesOfTheData() {
    String message = "dense: takes […, 2], got [700, 5]; weight is [2, 3]";
    Dataset wide = new Dataset(uniform(700, 5), Tensor.zeros(DType.I32, Shape.of(700)));
    assertRefused(() -> classifier().fit(wide, FitOptions.epochs(1)), message);
    assertRefused(() -> classifier().evaluate(wide), message);
    assertRefused(() -> classifier().predict(wide.features()), message);
    assertRefused(() -> classifier().classify(wide.features()), message);
    assertRefused(
        () -> classifier().fit(labelled(50, 0), FitOptions.epochs(1).validation(wide)), message);
    Dataset floating = new Dataset(uniform(700, 2), uniform(700, 3));
    assertRefused(
        () -> classifier().fit(floating, FitOptions.epochs(1)),
        "softmaxCrossEntropy: needs logits […, classes] and an integer label for each row, […]:"
            + " f32[700, 3], f32[700, 3]; give the number of the class in place of a one-hot row");
  }

  @Test
  void dataOfAnotherDtypeIsToBeCast() {
    Dataset wide = new Dataset(uniform(9, 2).cast(DType.F64), Tensor.zeros(DType.I32, Shape.of(9)));
    String message =
        "network: the features are f64[9, 2], the parameters f32; cast the features:"
            + " features.cast(DType.F32)";
    assertRefused(() -> classifier().fit(wide, FitOptions.epochs(1)), message);
    assertRefused(() -> classifier().predict(wide.features()), message);
    assertRefused(
        () -> classifier().predict(wide.features().cast(DType.I32)),
        "network: the features are i32[9, 2], the parameters f32; cast the features:"
            + " features.cast(DType.F32)");
    assertThat(classifier().predict(wide.features().cast(DType.F32)).shape())
        .isEqualTo(Shape.of(9, 3));
    Model regression = Model.compile(dense, Loss.meanSquaredError(), Sgd.of(0.1));
    assertRefused(
        () ->
            regression.fit(
                new Dataset(uniform(9, 2), uniform(9, 3).cast(DType.F64)), FitOptions.epochs(1)),
        "loss: the targets are f64[9, 3], the predictions f32[9, 3]; cast the targets:"
            + " targets.cast(DType.F32)");
  }

  @Test
  void aNetworkThatDropsOrChangesTheAxisOfExamplesIsNamed() {
    Layer sum = new Activation("sum", x -> x.sum(0));
    Layer half = new Activation("half", x -> x.reshape(x.shape().dim(0) / 2, 6));
    Layer total = new Activation("total", x -> x.sum());
    for (Layer last : new Layer[] {sum, half, total}) {
      Model model =
          Model.compile(Sequential.of(dense, last), (y, _) -> y.square().mean(), Sgd.of(0.1));
      String prediction = last == sum ? "f32[3]" : last == half ? "f32[5, 6]" : "f32[]";
      String message =
          "network: must give a row for each example: features f32[10, 2], prediction "
              + prediction
              + "; leave the first axis as it is";
      assertRefused(() -> model.fit(labelled(10, 0), FitOptions.epochs(1)), message);
      assertRefused(() -> model.predict(uniform(10, 2)), message);
    }
  }

  @Test
  void lossAndMetricsAreFloatingScalars() {
    Metric rows = Metric.mean("rows", (y, _) -> y.sum(-1));
    assertRefused(
        () -> classifier(Metric.accuracy(), rows).fit(labelled(8, 0), FitOptions.epochs(1)),
        "metric 'rows': must be a floating scalar, the mean over the examples, got f32[8]; use"
            + " mean()");
    Metric whole = Metric.mean("whole", (_, t) -> t.sum());
    assertRefused(
        () -> classifier(whole).evaluate(labelled(8, 0)),
        "metric 'whole': must be a floating scalar, the mean over the examples, got i32[]; cast"
            + " it");
    Model model =
        Model.compile(dense, (y, t) -> Losses.softmaxCrossEntropyPerLine(y, -1, t), Sgd.of(0.1));
    assertRefused(
        () -> model.fit(labelled(8, 0), FitOptions.epochs(1)),
        "loss: must be a floating scalar, the mean over the examples, got f32[8]; use mean()");
  }

  @Test
  void metricsDoNotTakeTheNamesOfValidation() {
    assertRefused(
        () -> classifier(Metric.mean("val_loss", (y, _) -> y.mean())),
        "model: 'val_loss' is a name for a figure of validation data; give the metric one without"
            + " 'val_'");
  }

  @Test
  void targetsThatAreNoNumbersAreNamed() {
    float[] targets = uniform(9, 3).toFloatArray();
    targets[14] = Float.NaN;
    Dataset data = new Dataset(uniform(9, 2), Tensor.of(targets).reshape(9, 3));
    Model model = Model.compile(dense, Loss.meanSquaredError(), Sgd.of(0.1));
    assertRefused(
        () -> model.fit(data, FitOptions.epochs(1).batchSize(2)),
        "meanSquaredError: target NaN of row 4 must be a finite number; leave the row out, or"
            + " replace the target");
  }

  @Test
  void aLabelOutOfRangeInValidationDataIsNamedBeforeTraining() {
    assertRefused(
        () ->
            classifier().fit(labelled(9, 0), FitOptions.epochs(1).validation(labelled(9, 0, 1, 3))),
        "softmaxCrossEntropy: label 3 of row 2 is out of range: the model has 3 outputs, for labels"
            + " 0 to 2; give it an output for every class");
  }

  /** Also where the loss is a user's own; the run would name a place in some batch. */
  @Test
  void aLabelOutOfRangeIsNamedWhateverTheLoss() {
    Loss[] losses = {
      Losses::softmaxCrossEntropy,
      (y, t) -> y.logSoftmax(-1).takeAlongAxis(-1, t.expandDims(-1)).mean().neg(),
      (y, t) -> y.logSoftmax(-1).takeAlongAxis(-1, t.cast(DType.I64).reshape(-1, 1)).mean().neg()
    };
    for (Loss loss : losses) {
      Model model = Model.compile(dense, loss, Sgd.of(0.1));
      String op = loss == losses[0] ? "softmaxCrossEntropy" : "takeAlongAxis";
      String message =
          op
              + ": label 3 of row 57 is out of range: there are 3 to choose from, 0 to 2; give the"
              + " model an output for every class";
      int[] labels = new int[60];
      labels[57] = 3;
      Dataset data = labelled(60, labels);
      assertRefused(() -> model.fit(data, FitOptions.epochs(1).batchSize(8)), message);
      assertRefused(() -> model.evaluate(data), message);
      labels[57] = -1;
      assertRefused(
          () -> model.evaluate(labelled(60, labels)),
          op
              + ": label -1 of row 57 is out of range: there are 3 to choose from, 0 to 2; count"
              + " from 0");
    }
  }

  @Test
  void aLabelThatIsNoWholeNumberIsNamed() {
    Loss loss = (y, t) -> Losses.softmaxCrossEntropy(y, t.cast(DType.I32));
    Model model = Model.compile(dense, loss, Sgd.of(0.1));
    for (float wrong : new float[] {0.5f, Float.NaN}) {
      Dataset data = new Dataset(uniform(4, 2), Tensor.of(0f, 1f, wrong, 2f));
      assertRefused(
          () -> model.fit(data, FitOptions.epochs(1)),
          "softmaxCrossEntropy: label "
              + wrong
              + " of row 2 is no whole number; give the number of the one that is meant");
    }
  }

  @Test
  void aWordThatTheTableDoesNotHaveIsNamed() {
    Parameter table = Parameter.of("table", uniform(5, 2));
    Layer embedding = new Embedding(table);
    Model model =
        Model.compile(Sequential.of(embedding, dense), Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    Tensor words = Tensor.of(0, 1, 2, 3, 4, 5).reshape(3, 2);
    String message =
        "gather: feature 5 of row 2 is out of range: there are 5 to choose from, 0 to 4; give the"
            + " table a row for every number";
    assertRefused(
        () -> model.fit(new Dataset(words, Tensor.of(0, 1, 2)), FitOptions.epochs(1)), message);
    assertRefused(() -> model.predict(words), message);
    assertThat(model.predict(Tensor.of(0, 4).reshape(1, 2)).shape()).isEqualTo(Shape.of(1, 3));
  }

  /** The mean of the rows of a table that the features name. */
  private record Embedding(Parameter table) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return table.gather(0, x).mean(1);
    }
  }

  @Test
  void aShareThatLeavesNothingIsRefused() {
    assertRefused(
        () -> classifier().fit(labelled(9, 0), FitOptions.epochs(1).validationShare(0.05)),
        "fit: a share of 0.05 of 9 examples for validation is none of them; give a larger share");
    assertRefused(
        () -> classifier().fit(labelled(9, 0), FitOptions.epochs(1).validationShare(0.95)),
        "fit: a share of 0.95 of 9 examples for validation leaves none to train on; give a smaller"
            + " share");
    assertRefused(
        () -> FitOptions.epochs(1).validationShare(Double.NaN),
        "fit: the share of validation data must lie in [0, 1): NaN");
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    assertRefused(
        () -> Sgd.of(Double.POSITIVE_INFINITY), "schedule: the rate must be positive: Infinity");
    assertRefused(() -> Adam.of(Double.NaN), "schedule: the rate must be positive: NaN");
    assertRefused(
        () -> ConfusionMatrix.of(Tensor.of(0), Tensor.of(0), 70_000),
        "confusionMatrix: the number of classes must lie in [1, 46340]: 70000");
    assertRefused(
        () -> ConfusionMatrix.of(Tensor.of(0), Tensor.of(0), 0),
        "confusionMatrix: the number of classes must lie in [1, 46340]: 0");
  }

  @Test
  void predictionsThatDoNotFitATensorAreRefused() {
    Layer huge =
        new Activation(
            "huge", x -> x.sum(-1).reshape(-1, 1).broadcastTo(x.shape().with(1, 1 << 23)));
    Model model = Model.compile(Sequential.of(dense, huge), Loss.meanSquaredError(), Sgd.of(0.1));
    assertRefused(
        () -> model.predict(uniform(700, 2)),
        "layers.1: shape: [700, 8388608] has 5872025600 elements, which is beyond the limit of"
            + " 2147483647; make it smaller or split it");
  }

  @Test
  void batchesLargerThanTheDataAreTheData() {
    Dense other = Dense.of(2, 3, SEED);
    Model all = Model.compile(other, Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    History history =
        all.fit(labelled(9, 0, 1, 2), FitOptions.epochs(1).batchSize(Integer.MAX_VALUE));
    Dense twin = Dense.of(2, 3, SEED);
    Model nine = Model.compile(twin, Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    assertThat(nine.fit(labelled(9, 0, 1, 2), FitOptions.epochs(1).batchSize(9)))
        .isEqualTo(history);
    assertThat(other.weight().value()).isEqualTo(twin.weight().value()).isNotEqualTo(before);
  }
}
