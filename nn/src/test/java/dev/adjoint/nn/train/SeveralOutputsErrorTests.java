// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Network;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.Masked;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What models of several inputs and outputs refuse, before a parameter has changed. */
class SeveralOutputsErrorTests {
  private static final Seed SEED = Seed.of(1);
  private static final Loss MSE = Loss.meanSquaredError();
  private static final Tensor TWO = Tensor.ones(DType.F32, Shape.of(4, 2));
  private static final Tensor ONE = Tensor.ones(DType.F32, Shape.of(4, 1));
  private static final Tensor LABELS = Tensor.of(0, 1, 2, 1);

  private final Dense dense = Dense.of(2, 1, SEED);
  private final Tensor before = dense.weight().value();

  @AfterEach
  void nothingWasTrained() {
    assertThat(dense.weight().value()).isEqualTo(before);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  /** Returns a network of two inputs of two numbers and outputs of one and three. */
  private Functional network() {
    Input a = Input.of(2);
    Input b = Input.of(2);
    return Functional.of(
        List.of(a, b), List.of(a.then(dense), Merge.add(a, b).then(Dense.of(2, 3, SEED))));
  }

  private Model model(Metric... metrics) {
    return Model.compile(network(), List.of(MSE, Loss.softmaxCrossEntropy()), Sgd.of(0.1), metrics);
  }

  private static void assertFitRefused(Model model, Dataset data, String message) {
    assertRefused(() -> model.fit(data, FitOptions.epochs(1)), message);
    assertRefused(() -> model.evaluate(data), message);
    assertRefused(() -> model.trainOnBatch(data), message);
  }

  @Test
  void lossesAndMetricsBelongToOutputs() {
    assertRefused(
        () -> Model.compile(network(), MSE, Sgd.of(0.1)),
        "model: there are losses of 1 outputs, the network has 2; give a loss for each");
    assertRefused(
        () -> Model.compile(dense, List.of(), Sgd.of(0.1)),
        "model: there are losses of 0 outputs, the network has one at least; give a loss for each");
    assertRefused(
        () -> model(Metric.accuracy()),
        "model: the network has 2 outputs; say of which one 'accuracy' is, such as metric.at(0)");
    assertRefused(
        () -> model(Metric.accuracy().at(2)),
        "model: 'output2_accuracy' is of output 2, the network has 2; they are numbered from 0");
    assertRefused(
        () -> model(Metric.accuracy().at(1), Metric.accuracy().at(1)),
        "model: metrics need names of their own, other than 'loss': [output1_accuracy,"
            + " output1_accuracy]");
    assertRefused(
        () -> Metric.accuracy().at(-1), "metric: the number of an output must not be negative: -1");
    assertRefused(
        () -> MSE.weighted(-1), "loss: the weight must not be negative, and be finite: -1.0");
    assertRefused(
        () -> MSE.weighted(Double.NaN),
        "loss: the weight must not be negative, and be finite: NaN");
    Model two = Model.compile(dense, List.of(MSE, MSE), Sgd.of(0.1));
    assertFitRefused(
        two,
        Dataset.of(List.of(TWO), List.of(ONE, ONE)),
        "model: there are losses of 2 outputs, the network has 1: f32[4, 1]; give a loss for each");
  }

  @Test
  void dataHasATensorForEachInputAndOutput() {
    assertFitRefused(
        model(),
        Dataset.of(List.of(TWO), List.of(ONE, LABELS)),
        "functional: takes 2 inputs, [f32[batch, 2], f32[batch, 2]], got 1: [f32[4, 2]]");
    assertFitRefused(
        model(),
        Dataset.of(List.of(TWO, ONE), List.of(ONE, LABELS)),
        "functional: input 1 must be f32[batch, 2], got f32[4, 1]; the inputs are [f32[batch, 2],"
            + " f32[batch, 2]]");
    assertFitRefused(
        model(),
        Dataset.of(List.of(TWO, TWO), List.of(ONE)),
        "model: the network has 2 outputs, the data targets of 1: [f32[4, 1], f32[4, 3]], f32[4, 1];"
            + " give targets for each output");
    assertFitRefused(
        model(),
        Dataset.of(List.of(TWO, TWO), List.of(ONE, Tensor.of(0, 1, 5, 1))),
        "softmaxCrossEntropy: label 5 of row 2 is out of range: the model has 3 outputs, for labels 0"
            + " to 2; give it an output for every class");
    assertFitRefused(
        model(),
        Dataset.of(List.of(TWO, TWO.cast(DType.F64)), List.of(ONE, LABELS)),
        "network: the features of input 1 are f64[4, 2], the parameters f32; cast the features:"
            + " features.cast(DType.F32)");
    assertFitRefused(
        Model.compile(dense, MSE, Sgd.of(0.1)),
        Dataset.of(List.of(TWO, TWO), List.of(ONE)),
        "network: takes one input, got 2: [f32[4, 2], f32[4, 2]]; merge them, or make it a Network");
    record Greedy(Dense dense) implements Network {
      @Override
      public ImmutableList<Expr> apply(List<Expr> x, ForwardContext context) {
        return ImmutableList.of(dense.apply(x.get(1), context));
      }
    }

    assertFitRefused(
        Model.compile(new Greedy(dense), MSE, Sgd.of(0.1)),
        new Dataset(TWO, ONE),
        "network: asks for input 1, there are 1: [f32[4, 2]]; give features for each input");
  }

  @Test
  void indicesOutOfRangeNameTheirInput() {
    Input a = Input.of(2);
    Input word = Input.of(DType.I32);
    Layer network =
        Functional.of(
            List.of(a, word),
            List.of(Merge.add(a, word.then(Embedding.of(5, 2, SEED))).then(dense)));
    assertFitRefused(
        Model.compile(network, MSE, Sgd.of(0.1)),
        Dataset.of(List.of(TWO, Tensor.of(0, 1, 7, 2)), List.of(ONE)),
        "gather: feature 7 of row 2 of input 1 is out of range: there are 5 to choose from, 0 to 4;"
            + " give the table a row for every number");
  }

  @Test
  void questionsNameInputsAndOutputs() {
    Model model = model();
    assertRefused(
        () -> model.predict(TWO),
        "functional: takes 2 inputs, [f32[batch, 2], f32[batch, 2]], got 1: [f32[4, 2]]");
    assertRefused(
        () -> model.predict(List.of(TWO, Tensor.ones(DType.F32, Shape.of(3, 2)))),
        "predict: the inputs have different numbers of examples: [f32[4, 2], f32[3, 2]]");
    assertRefused(() -> model.predict(List.of()), "predict: there are no examples: []");
    assertRefused(
        () -> model.classify(TWO), "classify: the network has 2 outputs; say of which one");
    assertRefused(
        () -> model.classify(2, List.of(TWO, TWO)),
        "classify: there is no output 2 of 2; they are numbered from 0");
    assertRefused(
        () -> model.classify(0, List.of(TWO, TWO)),
        "classify: this loss does not say which class a single output means: the prediction is f32[4,"
            + " 1]; train with Loss.sigmoidCrossEntropy(), or compare what predict returns with a"
            + " threshold of your own");
    Input a = Input.of(2);
    Model twice =
        Model.compile(
            Functional.of(List.of(a), List.of(a.then(dense), a.then(dense))),
            List.of(MSE, MSE),
            Sgd.of(0.1));
    assertRefused(
        () -> twice.predict(TWO),
        "predict: the network has 2 outputs; give the features as a list");
    assertRefused(
        () -> twice.sample(TWO, SEED),
        "sample: the network has 2 outputs; give the features as a list");
  }

  @Test
  void weightsFitTargetsAndPredictions() {
    Dataset data = new Dataset(TWO, ONE);
    assertRefused(
        () -> data.weighted(Tensor.ones(DType.F32, Shape.of(3))),
        "dataset: weights must be numbers, [n] or more leading axes of the targets: weights f32[3],"
            + " targets f32[4, 1]");
    assertRefused(
        () -> data.weighted(List.of(LABELS, LABELS)),
        "dataset: there are targets of 1 outputs and weights of 2: f32[4, 1], [i32[4], i32[4]]; give"
            + " weights for each, or one tensor for all");
    assertRefused(
        () -> data.weighted(Tensor.of(1f, -2f, 1f, 1f)),
        "dataset: weight -2.0 of row 1 must be finite and not negative; give 0 to a row that should"
            + " not count");
    assertRefused(
        () -> data.weighted(Tensor.of(1f, 1f, 1f, Float.NaN)),
        "dataset: weight NaN of row 3 must be finite and not negative; give 0 to a row that should not"
            + " count");
    assertRefused(
        () -> Dataset.of(List.of(TWO, Tensor.of(1, 2)), List.of(ONE)),
        "dataset: rows of features and targets differ: [f32[4, 2], i32[2]], f32[4, 1] (4 ≠ 2)");
    assertRefused(
        () -> Dataset.of(List.of(), List.of(ONE)),
        "dataset: features and targets are both needed: [], f32[4, 1]");
    Tensor steps = Tensor.zeros(DType.F32, Shape.of(4, 1, 1));
    Layer line = Sequential.of(dense, new Flatten());
    assertFitRefused(
        Model.compile(line, (y, t) -> y.mean().add(t.mean()), Sgd.of(0.1)),
        new Dataset(TWO, steps).weighted(steps),
        "loss: the weights must be leading axes of prediction and target, such as [batch] or [batch,"
            + " length]: f32[4, 1, 1], f32[4, 1], f32[4, 1, 1]");
  }

  @Test
  void aMetricThatTakesNoWeightsSaysSo() {
    record Largest() implements Metric {
      @Override
      public String name() {
        return "largest";
      }

      @Override
      public ImmutableList<Tensor> init() {
        return ImmutableList.of(Tensor.scalar(0.0));
      }

      @Override
      public List<Expr> update(List<Expr> state, Expr prediction, Expr target) {
        return List.of(state.getFirst().maximum(prediction.max().cast(DType.F64)));
      }

      @Override
      public Expr result(List<Expr> state) {
        return state.getFirst();
      }
    }

    Model model = Model.compile(dense, MSE, Sgd.of(0.1), new Largest());
    assertThat(model.evaluate(new Dataset(TWO, ONE))).containsKey("largest");
    assertFitRefused(
        model,
        new Dataset(TWO, ONE).weighted(Tensor.of(1f, 2f, 3f, 4f)),
        "metric 'largest': takes no weights of examples, got f64[4]; give it an update with weights, or"
            + " leave it out");
  }

  @Test
  void aMaskThatCannotReachTheLossIsNamed() {
    Tensor sequences = Tensor.ones(DType.F32, Shape.of(4, 3, 2));
    assertFitRefused(
        Model.compile(
            Sequential.of(Masked.of(0, dense).reachingLoss(), new Flatten()), MSE, Sgd.of(0.1)),
        new Dataset(sequences, Tensor.ones(DType.F32, Shape.of(4, 3))),
        "context: the mask bool[4, 3] of f32[4, 3, 1] does not reach the loss, as layers come after"
            + " it; put them inside");
    assertFitRefused(
        Model.compile(Masked.of(0, (x, _) -> x.sum(1), dense).reachingLoss(), MSE, Sgd.of(0.1)),
        new Dataset(sequences, ONE),
        "context: a mask of an output [batch, length, …] must be bool[batch, length]: f32[4, 1],"
            + " bool[4, 3]");
  }
}
