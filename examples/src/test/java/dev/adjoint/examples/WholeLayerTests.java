// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.Entry;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.Report;
import dev.adjoint.gradcheck.Verdict;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.nn.layer.recurrent.Gru;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.Model;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers and models that are handed to the checker as they are. */
class WholeLayerTests {
  private static final Seed SEED = Seed.of(7);

  static List<Layer> layers() {
    return List.of(
        Dense.of(3, 2, SEED),
        Conv2d.of(2, 3, 3, SEED),
        BatchNorm.of(3),
        LayerNorm.of(4),
        Embedding.of(5, 2, SEED),
        new Dropout(0.5),
        Gru.of(2, 2, SEED),
        Activation.relu());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayerIsCheckedWithoutAnInput(Layer layer) {
    Report report = GradCheck.of(layer).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(report.entries().stream().map(Entry::input))
        .containsAll(layer.parameters().trained().keySet());
  }

  private static Sequential network() {
    return Sequential.of(
        Dense.of(4, 5, SEED.fold(0)),
        Activation.tanh(),
        new Dropout(0.25),
        Dense.of(5, 3, SEED.fold(1)));
  }

  private static final Dataset BATCH =
      Dataset.of(new float[][] {{1, 2, 3, 4}, {2, 1, 0, -1}}, 0, 2);

  @Test
  void aModelIsCheckedOnABatch() {
    Model model = Model.compile(network(), Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    Report report = GradCheck.of(model, BATCH).order(1).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.CORRECT);
    assertThat(report.entries().stream().map(Entry::input).distinct())
        .containsExactlyElementsOf(model.parameters().trained().keySet());
  }

  /** A model whose training is wrong though its predictions are right. */
  @Test
  void aModelThatIsWrongInTrainingIsFound() {
    Layer network = network();
    Layer off = (x, context) -> context.isTraining() ? x.add(x.sub(x.stopGradient()).mul(0.01)) : x;
    Model model =
        Model.compile(Sequential.of(network, off), Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    Report report = GradCheck.of(model, BATCH).order(1).run();
    assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void theLossOfAModelIsThatOfItsNextStep() {
    Model model = Model.compile(network(), Loss.softmaxCrossEntropy(), Sgd.of(0.1));
    Tensor loss = model.loss(BATCH).eval();
    assertThat(model.trainOnBatch(BATCH).get("loss").floatValue()).isEqualTo(loss.getFloat());
  }
}
