// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings that go on where one before them ended. */
class ResumedTrainingTests {
  private static final Seed SEED = Seed.of(1);
  private static final Dataset DATA =
      new Dataset(
          Initializer.uniform(1).draw(TensorType.of(DType.F32, 50, 3), 1, 1, SEED.fold(7)),
          Tensor.of(IntStream.range(0, 50).map(i -> i * i % 4).toArray()));

  /** Normalises by the statistics of the batch, and remembers their running means. */
  private record Normalise(State mean) implements Layer {
    static Normalise of(int width) {
      return new Normalise(State.of("mean", Tensor.zeros(DType.F32, Shape.of(width))));
    }

    @Override
    public Expr apply(Expr x, ForwardContext context) {
      if (!context.isTraining()) {
        return x.sub(mean);
      }
      Expr batch = x.mean(0);
      context.update(mean, mean.mul(0.9).add(batch.mul(0.1)));
      return x.sub(batch);
    }
  }

  /** A model whose optimizer can be looked into. */
  private static final class Subject {
    private final Layer network =
        Sequential.of(
            Dense.of(3, 8, SEED.fold(0)),
            Normalise.of(8),
            Activation.tanh(),
            new Dropout(0.4),
            Dense.of(8, 4, SEED.fold(1)));
    final Model model;

    Subject(Optimizer optimizer) {
      this.model = Model.compile(network, Loss.softmaxCrossEntropy(), optimizer, Metric.accuracy());
    }

    Subject() {
      this(Adam.of(0.02));
    }

    List<Tensor> remembered() {
      return model.optimizerState().byPath().values().stream()
          .map(state -> ((State) state).value())
          .toList();
    }

    /** Returns every number that a training leaves behind. */
    List<Tensor> values() {
      return Stream.of(
              network.parameters().list().stream().map(Parameter::value),
              network.parameters().states().values().stream().map(State::value),
              remembered().stream())
          .flatMap(values -> values)
          .toList();
    }

    List<History.Epoch> fit(FitOptions... fits) {
      return Stream.of(fits).flatMap(fit -> model.fit(DATA, fit).epochs().stream()).toList();
    }
  }

  static Stream<UnaryOperator<FitOptions>> ways() {
    return Stream.of(
        fit -> fit,
        FitOptions::inOrder,
        fit -> fit.batchSize(7),
        fit -> fit.batchSize(500),
        fit -> fit.validationShare(0.3).batchSize(8),
        fit -> fit.seed(Seed.of(9)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void epochByEpochIsTheSameAsAtOnce(UnaryOperator<FitOptions> way) {
    Subject atOnce = new Subject();
    Subject inParts = new Subject();
    List<History.Epoch> expected = atOnce.fit(way.apply(FitOptions.epochs(4)));
    assertThat(
            inParts.fit(
                way.apply(FitOptions.epochs(1)),
                way.apply(FitOptions.epochs(2)),
                way.apply(FitOptions.epochs(1))))
        .isEqualTo(expected);
    assertThat(inParts.values()).isEqualTo(atOnce.values());
  }

  @Test
  void momentumIsKeptFromTrainingToTraining() {
    Subject atOnce = new Subject(Sgd.of(0.05).withMomentum(0.9));
    Subject inParts = new Subject(Sgd.of(0.05).withMomentum(0.9));
    assertThat(inParts.fit(FitOptions.epochs(1), FitOptions.epochs(1)))
        .isEqualTo(atOnce.fit(FitOptions.epochs(2)));
    assertThat(inParts.values()).isEqualTo(atOnce.values());
  }

  @Test
  void epochsOfOneKeyTakeOtherOrdersAndMasks() {
    Subject subject = new Subject(Sgd.of(Double.MIN_NORMAL));
    List<History.Epoch> epochs =
        subject.fit(FitOptions.epochs(1).inOrder(), FitOptions.epochs(1).inOrder());
    // Nothing is learned and the order is that of the data: the masks alone make the difference.
    assertThat(epochs.get(0).get("loss")).isNotEqualTo(epochs.get(1).get("loss"));
    assertThat(epochs).extracting(History.Epoch::number).containsExactly(1, 2);
  }

  /** A new seed begins its own stream, and an old one goes on, whatever came between. */
  @Test
  void eachKeyHasAStreamOfItsOwn() {
    FitOptions first = FitOptions.epochs(1).seed(Seed.of(1));
    FitOptions second = FitOptions.epochs(1).seed(Seed.of(2));
    Subject still = new Subject(Sgd.of(Double.MIN_NORMAL));
    List<Double> alternating = losses(still.fit(first, second, first, second));
    List<Double> ones = losses(new Subject(Sgd.of(Double.MIN_NORMAL)).fit(first, first));
    List<Double> twos = losses(new Subject(Sgd.of(Double.MIN_NORMAL)).fit(second, second));
    assertThat(alternating)
        .containsExactly(ones.get(0), twos.get(0), ones.get(1), twos.get(1))
        .doesNotHaveDuplicates();
  }

  private static List<Double> losses(List<History.Epoch> epochs) {
    return epochs.stream().map(epoch -> epoch.get("loss")).toList();
  }

  /** The epoch in which a listener throws counts: its order and masks do not come again. */
  @Test
  void aTrainingThatFailedGoesOnWithTheNextEpoch() {
    Subject failed = new Subject();
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void stepEnded(int epoch, int step, double loss) {
            if (epoch == 2 && step == 2) {
              throw new UnsupportedOperationException("enough");
            }
          }
        };
    FitOptions fit = FitOptions.epochs(3).batchSize(25);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> failed.model.fit(DATA, fit.listener(throwing)))
        .withMessage("enough");
    // It failed after the last step of epoch 2.
    Subject whole = new Subject();
    List<History.Epoch> expected = whole.fit(FitOptions.epochs(3).batchSize(25));
    assertThat(failed.fit(FitOptions.epochs(1).batchSize(25))).containsExactly(expected.get(2));
    assertThat(failed.values()).isEqualTo(whole.values());
  }

  @Test
  void configurationsRememberNothing() {
    Optimizer optimizer = Adam.of(0.02);
    FitOptions fit = FitOptions.epochs(2).batchSize(16);
    Subject first = new Subject(optimizer);
    Subject second = new Subject(optimizer);
    List<History.Epoch> before = first.fit(fit);
    assertThat(second.fit(fit)).isEqualTo(before);
    assertThat(second.values()).isEqualTo(first.values());
  }

  /** Models of the same layers go on from each other's parameters, each with its own memory. */
  @Test
  void modelsOfTheSameLayersShareParametersAlone() {
    Subject first = new Subject();
    Model second = Model.compile(first.model.network(), Loss.softmaxCrossEntropy(), Adam.of(0.02));
    List<Tensor> before = first.remembered();
    List<Tensor> weights = first.values();
    History history = second.fit(DATA, FitOptions.epochs(1));
    assertThat(history.last().number()).isEqualTo(1);
    assertThat(first.remembered()).isEqualTo(before);
    assertThat(first.values()).isNotEqualTo(weights);
    assertThat(first.model.predict(DATA.features())).isEqualTo(second.predict(DATA.features()));
  }

  @Test
  void predictingBetweenTrainingsChangesNothing() {
    Subject quiet = new Subject();
    Subject busy = new Subject();
    quiet.fit(FitOptions.epochs(1));
    busy.fit(FitOptions.epochs(1));
    List<Tensor> before = busy.values();
    busy.model.predict(DATA.features());
    busy.model.classify(DATA.features());
    busy.model.evaluate(DATA);
    assertThat(busy.values()).isEqualTo(before);
    assertThat(busy.fit(FitOptions.epochs(1))).isEqualTo(quiet.fit(FitOptions.epochs(1)));
    assertThat(busy.values()).isEqualTo(quiet.values());
  }
}
