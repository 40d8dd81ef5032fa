// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Accuracies;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Two classes and a single output: losses, classes, accuracy. */
class ClassifyTests {
  private static final Seed SEED = Seed.of(3);

  /** 300 points of a line; class 1 lies above 0.2. */
  private static final Tensor POINTS =
      Tensor.wrap(
          Shape.of(300, 1),
          IntStream.range(0, 300)
              .collect(() -> new float[300], (a, i) -> a[i] = i / 150f - 1, (_, _) -> {}));

  private static final Tensor LABELS =
      Tensor.of(IntStream.range(0, 300).map(i -> POINTS.getFloat(i, 0) > 0.2f ? 1 : 0).toArray());

  private static Model trained(Layer network, Loss loss, Metric metric) {
    Model model = Model.compile(network, loss, Adam.of(0.1), metric);
    History history = model.fit(new Dataset(POINTS, LABELS), FitOptions.epochs(20));
    assertThat(history.last().get("accuracy")).isGreaterThan(0.97);
    return model;
  }

  private static void assertSplits(Model model, double threshold) {
    Tensor predicted = model.predict(POINTS);
    Tensor classes = model.classify(POINTS);
    assertThat(classes.dtype()).isEqualTo(DType.I32);
    assertThat(classes.shape()).isEqualTo(Shape.of(300));
    int right = 0;
    for (int i = 0; i < 300; i++) {
      double output = predicted.reshape(300).getDouble(i);
      assertThat(classes.getInt(i)).isEqualTo(output > threshold ? 1 : 0);
      right += classes.getInt(i) == LABELS.getInt(i) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(290);
    assertThat(model.evaluate(new Dataset(POINTS, LABELS)).get("accuracy"))
        .isCloseTo(right / 300.0, within(1e-6));
  }

  @Test
  void aLogitAboveZeroIsClassOne() {
    assertSplits(
        trained(Dense.of(1, 1, SEED), Loss.sigmoidCrossEntropy(), Metric.binaryAccuracy(0)), 0);
  }

  @Test
  void aProbabilityAboveAHalfIsClassOne() {
    assertSplits(
        trained(
            Sequential.of(Dense.of(1, 1, SEED), Activation.sigmoid()),
            Loss.binaryCrossEntropy(),
            Metric.binaryAccuracy(0.5)),
        0.5);
  }

  @Test
  void predictionsWithoutAnAxisOfOutputsAreSingleOutputs() {
    Layer flat = new Activation("flat", x -> x.reshape(x.shape().dim(0)));
    assertSplits(
        trained(
            Sequential.of(Dense.of(1, 1, SEED), flat),
            Loss.sigmoidCrossEntropy(),
            Metric.binaryAccuracy(0)),
        0);
  }

  @Test
  void ofSeveralOutputsTheLargestCounts() {
    for (Loss loss :
        new Loss[] {
          Loss.softmaxCrossEntropy(),
          Loss.sigmoidCrossEntropy(),
          Loss.binaryCrossEntropy(),
          Loss.meanSquaredError(),
          (y, t) -> y.sub(t).abs().mean()
        }) {
      Expr outputs = Expr.constant(Tensor.nested(new float[][] {{-3, -1, -2}, {0.9f, 0.1f, 0.8f}}));
      assertThat(loss.classes(outputs).cast(DType.I32).eval()).isEqualTo(Tensor.of(1, 0));
    }
  }

  @Test
  void aLossThatDoesNotSayWhatASingleOutputMeansIsRefused() {
    for (Loss loss : new Loss[] {Loss.meanSquaredError(), (y, t) -> y.sub(t).abs().mean()}) {
      Model model = Model.compile(Dense.of(1, 1, SEED), loss, Sgd.of(0.1));
      assertRefused(
          () -> model.classify(POINTS),
          "classify: this loss does not say which class a single output means: the prediction is"
              + " f32[300, 1]; train with Loss.sigmoidCrossEntropy(), or compare what predict"
              + " returns with a threshold of your own");
    }
  }

  @Test
  void aSoftmaxOfOneOutputIsRefused() {
    Model model = Model.compile(Dense.of(1, 1, SEED), Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    String message =
        "softmaxCrossEntropy: one output is always certain of its class: the prediction is"
            + " f32[300, 1]; give the model an output for every class, or train the one with"
            + " Loss.sigmoidCrossEntropy()";
    assertRefused(() -> model.fit(new Dataset(POINTS, LABELS), FitOptions.epochs(1)), message);
    assertRefused(() -> model.classify(POINTS), message);
  }

  @Test
  void accuracyOfASingleOutputNeedsAThreshold() {
    Model model =
        Model.compile(
            Dense.of(1, 1, SEED), Loss.sigmoidCrossEntropy(), Sgd.of(0.1), Metric.accuracy());
    assertRefused(
        () -> model.fit(new Dataset(POINTS, LABELS), FitOptions.epochs(1)),
        "accuracy: needs an output for every class, got f32[300, 1]; of a single output use"
            + " Metric.binaryAccuracy(0) if it is a logit, (0.5) if it is a probability");
    assertRefused(
        () -> Accuracies.binaryAccuracy(Expr.input("y", 4, 2), Expr.input("t", 4), 0),
        "binaryAccuracy: needs a floating prediction and a target for each, […]: f32[4, 2],"
            + " f32[4]");
  }

  @Test
  void targetsOfEveryDtypeAreCompared() {
    Expr outputs = Expr.constant(Tensor.nested(new float[][] {{1}, {-1}, {2}, {Float.NaN}}));
    for (Tensor targets :
        new Tensor[] {
          Tensor.of(1, 1, 0, 0),
          Tensor.of(1L, 1, 0, 0),
          Tensor.of(true, true, false, false),
          Tensor.of(0.9, 0.6, 0.5, 0),
          Tensor.of(1f, 1f, 0f, 0f).reshape(4, 1)
        }) {
      assertThat(Accuracies.binaryAccuracy(outputs, Expr.constant(targets), 0).eval())
          .isEqualTo(Tensor.scalar(0.5f));
    }
  }

  /** From logits the gradient is σ(z) − t however far z is off. */
  @Test
  void crossEntropyOfLogitsIsRightFarFromZero() {
    Expr z = Expr.constant(Tensor.of(-20f, 20f, 20f, -200f, 0f, 0f));
    Expr t = Expr.constant(Tensor.of(1f, 0f, 1f, 0f, 0.25f, 1f));
    Expr loss = Losses.sigmoidCrossEntropy(z, t);
    // 20, 20, e⁻²⁰, 0, ln 2, ln 2
    assertThat(loss.eval().item() * 6).isCloseTo(40 + 2 * Math.log(2), within(1e-5));
    double[] gradient = Autodiff.grad(loss.mul(6), z).getFirst().eval().toDoubleArray();
    assertThat(gradient)
        .containsExactly(new double[] {-1, 1, -2.0611536e-9, 0, 0.25, -0.5}, within(1e-7));
  }

  @Test
  void crossEntropyOfCertainProbabilitiesIsFiniteWhereItIsRight() {
    Expr p = Expr.constant(Tensor.of(1f, 0f, 0.5f, 0.25f));
    Expr loss = Losses.binaryCrossEntropy(p, Expr.constant(Tensor.of(1, 0, 1, 0)));
    assertThat(loss.eval().item() * 4).isCloseTo(-Math.log(0.5) - Math.log(0.75), within(1e-6));
    double[] gradient = Autodiff.grad(loss.mul(4), p).getFirst().eval().toDoubleArray();
    assertThat(gradient).containsExactly(new double[] {-1, 1, -2, 4 / 3.0}, within(1e-6));
  }

  @Test
  void labelsOfMoreThanTwoClassesAreNamed() {
    Model model = Model.compile(Dense.of(1, 1, SEED), Loss.sigmoidCrossEntropy(), Sgd.of(0.1));
    int[] labels = LABELS.toIntArray();
    labels[7] = 2;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(new Dataset(POINTS, Tensor.of(labels)), FitOptions.epochs(1)))
        .withMessage(
            "sigmoidCrossEntropy: target 2 of row 7 must lie between 0 and 1: the probability of"
                + " class 1; number the classes 0 and 1, or give Loss.softmaxCrossEntropy() an"
                + " output for every class");
    assertRefused(
        () -> Losses.sigmoidCrossEntropy(Expr.input("z", 4, 2), Expr.input("t", 4)),
        "sigmoidCrossEntropy: needs floating logits and a target for each, […]: f32[4, 2], f32[4]");
    assertRefused(
        () -> Losses.binaryCrossEntropy(Expr.input("p", 4), Expr.input("t", 5)),
        "binaryCrossEntropy: needs floating probabilities and a target for each, […]: f32[4],"
            + " f32[5]");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
