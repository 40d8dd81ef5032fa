// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.ops.Expr;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Rates of the first steps, beside those that PyTorch 2's schedulers give. */
class RateScheduleTests {
  private static void assertRates(RateSchedule schedule, double... expected) {
    for (int step = 0; step < expected.length; step++) {
      Expr rate = schedule.at(Expr.constant(DType.F64, step));
      assertThat(TorchFigures.run(rate).getFirst().item())
          .as("step %s", step)
          .isCloseTo(expected[step], within(1e-15));
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void aConstantRateStays() {
    assertRates(RateSchedule.constant(0.5), 0.5, 0.5, 0.5);
  }

  @Test
  void stepsFallByTheirFactor() {
    assertRates(RateSchedule.stepDecay(0.5, 0.5, 3), 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125);
  }

  @Test
  void exponentialDecayIsSmooth() {
    assertRates(RateSchedule.exponential(0.5, 0.9, 1), 0.5, 0.45, 0.405, 0.3645);
    assertRates(RateSchedule.exponential(0.5, 0.25, 2), 0.5, 0.25, 0.125);
  }

  @Test
  void inverseTimeFollowsItsFormula() {
    assertRates(RateSchedule.inverseTime(0.5, 0.25), 0.5, 0.4, 0.5 / 1.5);
  }

  @Test
  void cosineEndsAtItsEndAndStaysThere() {
    assertRates(
        RateSchedule.cosine(0.5, 0.1, 4),
        0.5,
        0.4414213562373095,
        0.3,
        0.15857864376269054,
        0.1,
        0.1,
        0.1);
  }

  @Test
  void oneCycleIsThatOfPyTorch() {
    assertRates(
        RateSchedule.oneCycle(0.5, 10),
        0.02,
        0.26,
        0.5,
        0.47524231600673683,
        0.40587282697488153,
        0.30563101096814466,
        0.19437098903185537,
        0.09412917302511849,
        0.024759683993263143,
        2e-06);
  }

  @Test
  void aWarmUpRisesToTheFirstRate() {
    assertRates(
        RateSchedule.stepDecay(0.8, 0.5, 2).warmUp(4), 0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.4, 0.4, 0.2);
  }

  @Test
  void anotherScheduleBeginsWhereOneEnds() {
    assertRates(
        RateSchedule.constant(1).then(2, RateSchedule.inverseTime(4, 1)), 1, 1, 4, 2, 4.0 / 3);
  }

  @Test
  void anAdjustableRateIsWhatItWasSetTo() {
    AdjustableRate rate = AdjustableRate.of(0.5);
    assertRates(rate, 0.5, 0.5);
    rate.set(0.25);
    assertThat(rate.get()).isEqualTo(0.25);
    assertRates(rate, 0.25, 0.25);
  }

  @Test
  void numbersThatMakeNoScheduleAreRefused() {
    assertRefused(() -> RateSchedule.constant(0), "schedule: the rate must be positive: 0.0");
    assertRefused(
        () -> RateSchedule.exponential(-1, 0.5, 1), "schedule: the rate must be positive: -1.0");
    assertRefused(
        () -> RateSchedule.stepDecay(1, 0, 1), "schedule: the factor must be positive: 0.0");
    assertRefused(
        () -> RateSchedule.cosine(1, 0, 0), "schedule: the number of steps must be positive: 0.0");
    assertRefused(
        () -> RateSchedule.oneCycle(1, 3), "schedule: one cycle takes 4 steps at least: 3.0");
    assertRefused(
        () -> AdjustableRate.of(Double.NaN), "schedule: the rate must not be negative: NaN");
  }

  @Test
  void aCosineBeginsAgain() {
    assertRates(RateSchedule.cosineRestarts(0.5, 0.1, 2, 1), 0.5, 0.3, 0.5, 0.3, 0.5);
    // Periods of 1, 3 and 9 steps.
    double[] rates = {0.4, 0.4, 0.3, 0.1, 0.4};
    assertRates(RateSchedule.cosineRestarts(0.4, 0, 1, 3), rates);
    RateSchedule doubling = RateSchedule.cosineRestarts(1, 0, 10, 2);
    for (int begun : new int[] {10, 30, 70, 150, 310, 630, 1270, 20_470, 10_485_750}) {
      assertThat(TorchFigures.run(doubling.at(Expr.constant(DType.F64, begun))).getFirst().item())
          .as("step %s", begun)
          .isEqualTo(1);
      double last =
          TorchFigures.run(doubling.at(Expr.constant(DType.F64, begun - 1))).getFirst().item();
      assertThat(last).isLessThan(0.03);
    }
  }

  @Test
  void ratesFallAtMilestones() {
    assertRates(RateSchedule.multiStep(0.8, 0.5, 1, 3), 0.8, 0.4, 0.4, 0.2, 0.2);
    assertRefused(
        () -> RateSchedule.multiStep(0.8, 0.5, 3, 3),
        "schedule: the steps must grow from above 0: 3.0");
  }

  @Test
  void aPolynomialEndsAtItsEndAndStaysThere() {
    assertRates(RateSchedule.polynomial(0.5, 0.1, 4, 2), 0.5, 0.325, 0.2, 0.125, 0.1, 0.1);
    assertRefused(
        () -> RateSchedule.polynomial(0.5, 0.1, 4, 0), "schedule: the power must be positive: 0.0");
  }

  @Test
  void aRateRisesAndFallsAsTheInverseRoot() {
    assertRates(
        RateSchedule.inverseSquareRoot(0.8, 4),
        0.2,
        0.4,
        0.6,
        0.8,
        0.8 * Math.sqrt(4 / 5.0),
        0.8 * Math.sqrt(4 / 6.0));
    assertRefused(
        () -> RateSchedule.inverseSquareRoot(0.8, 0),
        "schedule: the number of steps must be positive: 0.0");
  }

  @Test
  void aCycleGoesUpAndDown() {
    assertRates(RateSchedule.cyclical(0.1, 0.5, 2), 0.1, 0.3, 0.5, 0.3, 0.1, 0.3);
    assertRefused(
        () -> RateSchedule.cyclical(0.5, 0.1, 2),
        "schedule: the lower rate must be positive and below the other: 0.5");
  }
}
