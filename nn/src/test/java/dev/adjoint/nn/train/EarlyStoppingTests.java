// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Doubles;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.schedule.AdjustableRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from the figures of the epochs: the end of a training, and lower rates. */
class EarlyStoppingTests {
  private static final double NAN = Double.NaN;

  private static final Dataset DATA =
      new Dataset(
          Tensor.linspace(DType.F32, -1, 1, 20).reshape(20, 1),
          Tensor.linspace(DType.F32, 1, 0, 20).reshape(20, 1));

  private static Model model(AdjustableRate rate) {
    return Model.compile(Dense.of(1, 1, Seed.of(1)), Loss.meanSquaredError(), Sgd.of(rate));
  }

  /** Returns after how many epochs a training ends. */
  private static int end(EarlyStopping rule, double... series) {
    for (int n = 0; n <= series.length; n++) {
      if (rule.ends(Arrays.copyOf(series, n))) {
        return n;
      }
    }
    return -1;
  }

  @Test
  void aTrainingEndsAfterAsManyEpochsWithoutABetterOneAsThePatience() {
    EarlyStopping loss = EarlyStopping.smallest("val_loss", 2);
    assertThat(end(loss, 3, 2, 1, 0.5)).isEqualTo(-1);
    assertThat(end(loss, 3, 2, 2, 2, 1)).isEqualTo(4);
    assertThat(end(loss, 3, 4, 2, 4, 1, 1, 1)).isEqualTo(7);
    assertThat(end(loss, NAN, NAN)).isEqualTo(2);
    assertThat(end(loss, 1, NAN, 0.5, NAN, NAN)).isEqualTo(5);
    assertThat(end(EarlyStopping.largest("accuracy", 1), 0.1, 0.2, 0.2)).isEqualTo(3);
  }

  @Test
  void aSmallImprovementDoesNotCountWhereALeastOneIsGiven() {
    EarlyStopping rule = EarlyStopping.smallest("val_loss", 2).least(0.5);
    assertThat(end(rule, 3, 2.6, 2.4, 2.2, 2)).isEqualTo(5);
    assertThat(rule.lastIsBest(3, 2.6)).isFalse();
    assertThat(rule.lastIsBest(3, 2.6, 2.4)).isTrue();
    assertThat(rule.lastIsBest()).isFalse();
  }

  /** A rate of 1.2 overshoots more and more after it was raised, so an early epoch is the best. */
  @Test
  void theWeightsOfTheBestEpochAreTakenBack() {
    AdjustableRate rate = AdjustableRate.of(0.3);
    Model model = model(rate);
    List<Tensor> weights = new ArrayList<>();
    TrainingListener raising =
        new TrainingListener() {
          @Override
          public void epochEnded(History.Epoch epoch) {
            weights.add(model.predict(DATA.features()));
            if (epoch.number() == 3) {
              rate.set(1.2);
            }
          }
        };
    FitOptions fit =
        FitOptions.epochs(50)
            .batchSize(20)
            .validation(DATA)
            .listener(raising)
            .earlyStopping(EarlyStopping.smallest("val_loss", 4));
    History history = model.fit(DATA, fit);
    double[] series = history.series("val_loss");
    assertThat(series).hasSizeBetween(7, 9);
    int best = Doubles.asList(series).indexOf(Doubles.min(series));
    assertThat(best).isEqualTo(series.length - 5);
    assertThat(model.predict(DATA.features())).isEqualTo(weights.get(best));
    assertThat(model.evaluate(DATA).get("loss")).isEqualTo(series[best]);
  }

  @Test
  void theLastWeightsAreKeptOnRequest() {
    Model model = model(AdjustableRate.of(2));
    EarlyStopping rule = EarlyStopping.smallest("loss", 3).keepingLast();
    Model whole = model(AdjustableRate.of(2));
    int epochs =
        model.fit(DATA, FitOptions.epochs(50).batchSize(20).earlyStopping(rule)).epochs().size();
    assertThat(epochs).isLessThan(50);
    whole.fit(DATA, FitOptions.epochs(epochs).batchSize(20));
    assertThat(model.predict(DATA.features())).isEqualTo(whole.predict(DATA.features()));
  }

  @Test
  void aPlateauLowersTheRateAndBeginsToWaitAnew() {
    AdjustableRate rate = AdjustableRate.of(1);
    Plateau plateau = Plateau.smallest(rate, "loss", 0.5, 2).lowest(0.2);
    double[] series = {3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1};
    List<Double> rates = new ArrayList<>();
    for (int n = 1; n <= series.length; n++) {
      plateau.after(Arrays.copyOf(series, n));
      rates.add(rate.get());
    }
    assertThat(rates).containsExactly(1.0, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2);
  }

  @Test
  void aPlateauIsSeenByTheTraining() {
    AdjustableRate rate = AdjustableRate.of(1.05);
    Model model = model(rate);
    model.fit(
        DATA, FitOptions.epochs(30).batchSize(20).plateau(Plateau.smallest(rate, "loss", 0.5, 2)));
    assertThat(rate.get()).isLessThan(1.05);
    assertThat(model.evaluate(DATA).get("loss")).isCloseTo(0, within(0.1));
  }

  @Test
  void aFigureThatIsNotThereIsRefusedBeforeTheFirstStep() {
    Model model = model(AdjustableRate.of(0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            model.fit(
                DATA, FitOptions.epochs(1).earlyStopping(EarlyStopping.smallest("val_loss", 2))))
        .withMessage(
            "fit: there is no figure 'val_loss' to watch, only [loss]; give validation data");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            model.fit(
                DATA,
                FitOptions.epochs(1)
                    .validation(DATA)
                    .plateau(Plateau.largest(AdjustableRate.of(1), "accuracy", 0.5, 2))))
        .withMessage("fit: there is no figure 'accuracy' to watch, only [loss, val_loss]");
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EarlyStopping.smallest("loss", 0))
        .withMessage("watch: the patience must be positive: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EarlyStopping.smallest("loss", 1).least(-1))
        .withMessage("watch: the least improvement must not be negative: -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plateau.smallest(AdjustableRate.of(1), "loss", 1, 1))
        .withMessage("plateau: the factor must lie in (0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plateau.smallest(AdjustableRate.of(1), "loss", 0.5, 1).lowest(-1))
        .withMessage("plateau: the lowest rate must not be negative: -1.0");
  }
}
