// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.Symbol;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.Masked;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.layer.recurrent.SimpleRnn;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings of networks with several inputs and outputs, beside what functional_golden.py prints.
 */
class FunctionalTrainingTests {
  private static final Seed SEED = Seed.of(3);
  private static final Tensor KINDS = Tensor.of(0, 1, 2, 1, 0, 2, 2, 1, 0, 1);

  private static Tensor wave(double from, double scale, int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(
        DType.F64,
        shape,
        IntStream.range(0, shape.size())
            .mapToDouble(i -> StrictMath.sin(from + i) * scale)
            .toArray());
  }

  private static Dense dense(int in, int out, double from) {
    return new Dense(
        Parameter.of("weight", wave(from, 0.5, in, out)),
        Parameter.of("bias", wave(from + 7, 0.5, out)));
  }

  private static Functional network(Layer... behindBoth) {
    Input left = Input.of(DType.F64, 3);
    Input right = Input.of(DType.F64, 3);
    Layer shared = Sequential.of(dense(3, 4, 20), Activation.tanh());
    Symbol both = Merge.concat(1, shared.apply(left), shared.apply(right)).then(behindBoth);
    return Functional.of(
        List.of(left, right), List.of(both.then(dense(8, 1, 34)), both.then(dense(8, 3, 48))));
  }

  private static Dataset data() {
    return Dataset.of(
            List.of(wave(0, 1, 10, 3), wave(4, 1, 10, 3)), List.of(wave(8, 1, 10, 1), KINDS))
        .weighted(
            List.of(
                Tensor.linspace(DType.F64, 0.1, 1, 10), Tensor.linspace(DType.F64, 2, 0.2, 10)));
  }

  private static Model model(Layer network) {
    return Model.compile(
        network,
        List.of(Loss.meanSquaredError(), Loss.softmaxCrossEntropy().weighted(0.3)),
        Sgd.of(0.2),
        Metric.meanAbsoluteError().at(0),
        Metric.accuracy().at(1));
  }

  private static final String[] NAMES = {
    "loss", "output0_loss", "output1_loss", "output0_mae", "output1_accuracy"
  };

  @Test
  void twoInputsTwoOutputsAndWeightsTrainAsInKeras() {
    double[][] expected = {
      {0.8121033365236727, 0.43018956876995623, 1.2730458925123884, 0.8377551109161641},
      {0.7882069504237976, 0.4162956344227247, 1.2397043866702433, 0.7795174331320175},
      {0.7691137214005854, 0.4068914425622848, 1.2074075961276691, 0.7614005850064544},
    };
    Model model = model(network());
    History history = model.fit(data(), FitOptions.epochs(3).batchSize(4).inOrder());
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertThat(history.epochs().get(epoch).figures().keySet()).containsExactly(NAMES);
      for (int i = 0; i < expected[epoch].length; i++) {
        assertThat(history.epochs().get(epoch).get(NAMES[i]))
            .as("%s of epoch %s", NAMES[i], epoch)
            .isCloseTo(expected[epoch][i], within(1e-13));
      }
      assertThat(history.epochs().get(epoch).get("output1_accuracy"))
          .isCloseTo(0.30909090909090914, within(1e-15));
    }
    double[] weights = {
      0.463966529128849, 0.45690299797188827, 0.28841945141301417, 0.0454197770711777,
      0.15265657077966593, -0.1860146778882094, -0.4108110462514185, -0.4111915076417536,
      -0.40844794847571075, -0.4588846158803, -0.2185737686037127
    };
    assertThat(
            model.parameters().list().stream()
                .map(Parameter::value)
                .flatMapToDouble(v ->
                    IntStream.range(0, Math.min(2, v.size())).mapToDouble(v.buffer()::getDouble))
                .toArray())
        .containsExactly(weights, within(1e-13));
  }

  @Test
  void namesOfOutputsAreThoseOfTheirFigures() {
    Model model = model(network().named("price", "kind"));
    assertThat(model.evaluate(data()).keySet())
        .containsExactly("loss", "price_loss", "kind_loss", "price_mae", "kind_accuracy");
    Model own =
        Model.compile(
            network(),
            List.of(Loss.meanSquaredError(), Loss.softmaxCrossEntropy()),
            Sgd.of(0.1),
            Metric.accuracy().at(1).named("right"));
    assertThat(own.evaluate(data())).containsKey("right");
  }

  @Test
  void predictionsOfAllOutputsAndBatchesAgreeWithTheNetwork() {
    Model model = model(network());
    List<Tensor> features = List.of(wave(1, 1, 300, 3), wave(2, 1, 300, 3));
    ImmutableList<Tensor> predicted = model.predict(features);
    assertThat(predicted)
        .extracting(Tensor::shape)
        .containsExactly(Shape.of(300, 1), Shape.of(300, 3));
    Dataset part = Dataset.of(features, features).rows(299, 0);
    assertThat(model.predict(part.inputs()).get(1).toDoubleArray())
        .startsWith(
            new Dataset(predicted.get(1), KINDS_OF_300).rows(299).features().toDoubleArray());
    assertThat(model.classify(1, features).shape()).isEqualTo(Shape.of(300));
    assertThat(model.trainOnBatch(data().rows(0, 1, 2)).keySet()).containsExactly(NAMES);
  }

  private static final Tensor KINDS_OF_300 = Tensor.zeros(DType.I32, Shape.of(300));

  @Test
  void aChainHasTheBitsOfASequentialInTrainingToo() {
    Tensor x = wave(0, 1, 50, 3).cast(DType.F32);
    Dataset data = new Dataset(x, Tensor.of(IntStream.range(0, 50).map(i -> i % 3).toArray()));
    Tensor[] trained = new Tensor[2];
    for (int i = 0; i < 2; i++) {
      Layer[] layers = {
        Dense.of(3, 8, SEED), new Dropout(0.3), Activation.relu(), Dense.of(8, 3, SEED.fold(1))
      };
      Input input = Input.of(3);
      Layer network = i == 0 ? Sequential.of(layers) : Functional.of(input, input.then(layers));
      Model model =
          Model.compile(network, Loss.softmaxCrossEntropy(), Adam.of(0.01), Metric.accuracy());
      model.fit(data, FitOptions.epochs(3).batchSize(8).seed(SEED));
      trained[i] = model.predict(x);
    }
    assertThat(trained[1]).isEqualTo(trained[0]);
  }

  @Test
  void aKilledTrainingOfTwoOutputsGoesOnToTheSameBits(@TempDir Path folder) throws IOException {
    FitOptions whole = FitOptions.epochs(4).batchSize(3).seed(SEED).validation(data());
    Model straight = model(network(new Dropout(0.2)));
    History expected = straight.fit(data(), whole);
    Path file = folder.resolve("training.safetensors");
    Model first = model(network(new Dropout(0.2)));
    TrainingListener killer =
        new TrainingListener() {
          @Override
          public void stepEnded(int epoch, int step, double loss) {
            if (epoch == 3 && step == 2) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThat(catchThrowable(() -> first.fit(data(), whole.checkpoint(file, 1).listener(killer))))
        .hasMessage("killed");
    Model second = model(network(new Dropout(0.2)));
    History history = second.fit(data(), whole.checkpoint(file, 1));
    assertThat(history).isEqualTo(expected);
    assertThat(second.predict(data().inputs())).isEqualTo(straight.predict(data().inputs()));
    Path weights = folder.resolve("weights.safetensors");
    second.save(weights);
    Model loaded = model(network(new Dropout(0.2)));
    loaded.load(weights);
    assertThat(loaded.predict(data().inputs())).isEqualTo(straight.predict(data().inputs()));
  }

  @Test
  void paddingCountsNeitherInTheLossNorInMetrics() {
    Tensor tokens = Tensor.of(3, 1, 2, 0, 4, 0, 0, 0, 1, 4, 3, 2).reshape(3, 4);
    Tensor tags = Tensor.of(1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0).reshape(3, 4);
    Masked network =
        Masked.of(
            0,
            new Embedding(Parameter.of("table", wave(30, 1, 5, 2))),
            SimpleRnn.of(2, 3, Activation.tanh(), DType.F64, SEED),
            new Dense(Parameter.of("w", wave(60, 1, 3, 2)), Parameter.of("b", wave(0, 0, 2))));
    var weights = network.parameters().trained();
    weights.forEach((path, parameter) -> {
      if (path.endsWith("inputWeight")) {
        parameter.set(wave(41, 0.5, 2, 3));
      } else if (path.endsWith("stateWeight")) {
        parameter.set(wave(50, 0.5, 3, 3));
      }
    });
    Model model =
        Model.compile(
            network.reachingLoss(), Loss.softmaxCrossEntropy(), Sgd.of(0.1), Metric.accuracy());
    Dataset data = new Dataset(tokens, tags);
    assertThat(model.evaluate(data).get("loss")).isCloseTo(0.6988642231997261, within(1e-13));
    assertThat(model.evaluate(data).get("accuracy")).isEqualTo(0.5);
    // The same by weights of steps: their sum is over all twelve of them.
    Tensor counts = Tensor.of(1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1).reshape(3, 4);
    Model weighted =
        Model.compile(network, Loss.softmaxCrossEntropy(), Sgd.of(0.1), Metric.accuracy());
    assertThat(weighted.evaluate(data.weighted(counts)).get("loss"))
        .isCloseTo(0.6988642231997261 * 8 / 12, within(1e-13));
    assertThat(weighted.evaluate(data.weighted(counts)).get("accuracy")).isEqualTo(0.5);
    // What stands at padding makes no difference, also to a step of training.
    Tensor others = Tensor.of(1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0).reshape(3, 4);
    var before = model.evaluate(data);
    assertThat(model.trainOnBatch(new Dataset(tokens, others))).isEqualTo(before);
  }
}
