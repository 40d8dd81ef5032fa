// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.schedule.AdjustableRate;
import org.junit.jupiter.api.Test;

/** The range test of rates. */
class RateSweepTests {
  private static final Tensor X = Tensor.linspace(DType.F32, -1, 1, 64).reshape(64, 1);
  private static final Dataset DATA =
      new Dataset(X, Tensor.linspace(DType.F32, -3, 3, 64).reshape(64, 1));

  private final AdjustableRate rate = AdjustableRate.of(0.01);

  private Model model(double dropout) {
    Layer network =
        Sequential.of(
            Dense.of(1, 4, Seed.of(1)),
            BatchNorm.of(4),
            new Dropout(dropout),
            Dense.of(4, 1, Seed.of(2)));
    return Model.compile(network, Loss.meanSquaredError(), Adam.of(rate));
  }

  @Test
  void theLossFallsAndDivergesWhereTheoryPutsIt() {
    // A line through 0 with the curvature 2·mean x² = 0.69 in its slope: steps above 2/0.69
    // diverge.
    Dense line = Dense.of(1, 1, Seed.of(1));
    Model model = Model.compile(line, Loss.meanSquaredError(), Sgd.of(rate));
    RateSweep finder = RateSweep.of(rate).between(1e-3, 1e3).steps(60).batchSize(64).smoothing(0);
    RateCurve curve = finder.run(model, DATA);
    assertThat(curve.rates().length()).isLessThan(60);
    assertThat(curve.rates().get(0)).isEqualTo(1e-3);
    assertThat(curve.rates().get(1) / curve.rates().get(0))
        .isCloseTo(Math.pow(1e6, 1.0 / 59), within(1e-12));
    assertThat(curve.losses().get(0)).isCloseTo(model.evaluate(DATA).get("loss"), within(1e-6));
    assertThat(curve.steepest()).isBetween(0.05, 2.9);
    assertThat(curve.lowest()).isGreaterThanOrEqualTo(curve.steepest());
    assertThat(curve.rates().get(curve.rates().length() - 1)).isGreaterThan(2.0);
  }

  @Test
  void theNoiseOfOneBatchDoesNotDecide() {
    double[] rates = new double[40];
    double[] losses = new double[40];
    for (int i = 0; i < 40; i++) {
      rates[i] = i + 1;
      losses[i] = i < 20 ? 1 : Math.max(0.2, 1 - 0.1 * (i - 20));
    }
    losses[5] = 1.3;
    RateCurve curve =
        new RateCurve(ImmutableDoubleArray.copyOf(rates), ImmutableDoubleArray.copyOf(losses));
    assertThat(curve.steepest()).isBetween(20.0, 29.0);
    assertThat(curve.lowest()).isEqualTo(29.0);
  }

  @Test
  void theModelIsAsBefore() {
    Model tried = model(0.3);
    Model other = model(0.3);
    for (int i = 0; i < 2; i++) {
      RateSweep.of(rate).steps(20).seed(Seed.of(i)).run(tried, DATA);
      assertThat(rate.get()).isEqualTo(0.01);
      assertThat(tried.predict(X)).isEqualTo(other.predict(X));
      assertThat(tried.fit(DATA, FitOptions.epochs(1)))
          .isEqualTo(other.fit(DATA, FitOptions.epochs(1)));
    }
  }

  @Test
  void theSameSeedGivesTheSameCurve() {
    Model model = model(0.3);
    RateSweep finder = RateSweep.of(rate).steps(12).batchSize(10);
    assertThat(finder.run(model, DATA)).isEqualTo(finder.run(model, DATA));
    assertThat(finder.seed(Seed.of(5)).run(model, DATA)).isNotEqualTo(finder.run(model, DATA));
  }

  @Test
  void wrongUseIsRefused() {
    Model model = model(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateSweep.of(AdjustableRate.of(1)).run(model, DATA))
        .withMessage(
            "rateSweep: the optimizer does not read this rate; give it one, such as Sgd.of(rate)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateSweep.of(rate).between(1, 0.1))
        .withMessage("rateSweep: rates must be positive and grow: 1.0 to 0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateSweep.of(rate).steps(1))
        .withMessage("rateSweep: needs two steps and one example for each at least: 1, 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateSweep.of(rate).smoothing(1))
        .withMessage("rateSweep: the smoothing must lie in [0, 1): 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateCurve(ImmutableDoubleArray.of(1), ImmutableDoubleArray.of(1)))
        .withMessage(
            "rateCurve: needs two rates at least and a loss for each, got 1 and 1; begin with smaller"
                + " rates, the first step may have diverged");
  }
}
