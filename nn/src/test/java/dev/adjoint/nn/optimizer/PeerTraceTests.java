// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.nn.optimizer.transform.ScaleByAdagrad;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByAmsGrad.Form;
import dev.adjoint.nn.optimizer.transform.ScaleByNadam;
import dev.adjoint.nn.optimizer.transform.ScaleByRAdam;
import dev.adjoint.nn.schedule.RateSchedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The first values of a parameter that begins at 1, at a rate of 0.1 and gradients of 1, beside
 * those of PyTorch 2.13.0, optax 0.2.8 and Keras 3.15.1.
 */
class PeerTraceTests {
  private static final RateSchedule RATE = RateSchedule.constant(0.1);
  private static final double[] ONES = {1, 1, 1, 1, 1, 1};

  private static void assertTrace(Optimizer optimizer, double[] gradients, double... expected) {
    assertThat(Traces.ofOne(optimizer, Arrays.copyOf(gradients, expected.length)))
        .containsExactly(expected, within(5e-8));
  }

  @Test
  void momentumIsThatOfAll() {
    assertTrace(Sgd.of(0.1).withMomentum(0.9), ONES, 0.9, 0.71);
    assertTrace(Sgd.of(0.1).withMomentum(0.9).withNesterov(), ONES, 0.81, 0.539);
  }

  @Test
  void adamAddsEpsilonAfterTheCorrectionLikePyTorchAndOptax() {
    assertTrace(new Adam(RATE, new ScaleByAdam(0.9, 0.999, 1)), ONES, 0.95, 0.9);
  }

  @Test
  void amsGradHasTheFormsOfPyTorchAndOptax() {
    double[] falling = {1, 0.1};
    assertTrace(AmsGrad.of(0.1).form(Form.CORRECTED_AFTER_MAXIMUM), falling, 0.9, 0.8259189);
    assertTrace(AmsGrad.of(0.1).form(Form.CORRECTED_BEFORE_MAXIMUM), falling, 0.9, 0.8473684);
  }

  @Test
  void nadamHasTheFormsOfPyTorchAndOptax() {
    assertTrace(Nadam.of(0.1), ONES, 0.8943548, 0.8159864);
    Optimizer constant =
        new Nadam(RATE, new ScaleByNadam(0.9, 0.999, 1e-8, Double.POSITIVE_INFINITY));
    assertTrace(constant, ONES, 0.8526316, 0.7369004);
  }

  @Test
  void radamHasTheThresholdOfPyTorchAndOptaxAsAnOption() {
    Optimizer later = new RAdam(RATE, new ScaleByRAdam(0.9, 0.999, 1e-8, 5));
    assertTrace(later, ONES, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4974179);
  }

  @Test
  void adagradBeginsWhereEachOfThemDoes() {
    assertTrace(Adagrad.of(0.1), ONES, 0.9, 0.9 - 0.1 / Math.sqrt(2));
    Optimizer later = new Adagrad(RATE, new ScaleByAdagrad(0.1, 1e-7));
    assertTrace(later, ONES, 1 - 0.1 / Math.sqrt(1.1));
  }

  @Test
  void adadeltaBeginsLikePyTorchAndOptax() {
    assertTrace(Adadelta.of(), ONES, 0.9968377);
  }

  @Test
  void rpropMovesByItsLengthAtOnceLikePyTorch() {
    assertTrace(Rprop.of(0.1), ONES, 0.9, 0.78);
    double[] turning = {1, -1, 1};
    assertTrace(Rprop.of(0.1).withoutBacktracking(), turning, 0.9, 0.9, 0.85);
    assertTrace(Rprop.of(0.1), turning, 0.9, 1, 0.95);
  }

  /** A gradient's size says nothing to those that divide by it. */
  @Test
  void firstStepsAreOfTheRateWhateverTheGradient() {
    for (double gradient : new double[] {0.001, 1, 100}) {
      for (Optimizer optimizer :
          new Optimizer[] {
            Adam.of(0.1),
            Adamax.of(0.1),
            Adagrad.of(0.1),
            Rprop.of(0.1),
            Lion.of(0.1, 0),
            AmsGrad.of(0.1).form(Form.CORRECTED_AFTER_MAXIMUM)
          }) {
        assertThat(Traces.ofOne(optimizer, gradient)[0])
            .as("%s at %s", optimizer, gradient)
            .isCloseTo(0.9, within(2e-6));
      }
      assertThat(Traces.ofOne(Nadam.of(0.1), gradient)[0]).isCloseTo(0.8943548, within(2e-6));
      assertThat(Traces.ofOne(RAdam.of(0.1), gradient)[0])
          .isCloseTo(1 - 0.1 * gradient, within(1e-12));
    }
  }
}
