// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.nn.health.HealthFinding.Kind;
import dev.adjoint.nn.train.History;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What curves of the loss say. */
class CurveDiagnosisTests {
  private static final double[] FALLS = {1, 0.6, 0.4, 0.3, 0.25, 0.24, 0.238, 0.237, 0.237};

  private static List<HealthFinding> findings(double[] train, double... validation) {
    ImmutableList.Builder<History.Epoch> epochs = ImmutableList.builder();
    for (int i = 0; i < train.length; i++) {
      epochs.add(
          new History.Epoch(
              i + 1,
              validation.length == 0
                  ? ImmutableMap.of("loss", train[i])
                  : ImmutableMap.of("loss", train[i], "val_loss", validation[i])));
    }
    return CurveDiagnosis.of(new History(epochs.build()));
  }

  @Test
  void aLossThatComesToRestIsNotComplainedOf() {
    assertThat(findings(FALLS)).isEmpty();
    assertThat(findings(FALLS, FALLS)).isEmpty();
    assertThat(findings(new double[] {9, 1})).isEmpty();
  }

  @Test
  void aValidationLossThatRisesIsOverfitting() {
    List<HealthFinding> found = findings(FALLS, 1, 0.7, 0.5, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7);
    assertThat(found)
        .singleElement()
        .hasToString(
            "overfitting at val_loss: least after epoch 4 of 9, 0.450, and 0.700 in the end, while the"
                + " loss fell to 0.237; try: "
                + Kind.OVERFITTING.advice());
    assertThat(findings(FALLS, 1, 0.7, 0.5, 0.45, 0.45, 0.46, 0.46, 0.46, 0.46)).isEmpty();
  }

  @Test
  void aLossThatHardlyFallsOrStillFallsIsUnderfitting() {
    assertThat(findings(new double[] {1, 0.99, 0.98, 0.97}))
        .singleElement()
        .extracting(HealthFinding::kind, HealthFinding::what)
        .containsExactly(Kind.UNDERFITTING, "only from 1.00 to 0.970");
    assertThat(findings(new double[] {1, 0.8, 0.6, 0.5, 0.4, 0.3}))
        .singleElement()
        .extracting(HealthFinding::kind, HealthFinding::what)
        .containsExactly(
            Kind.UNDERFITTING, "still falling, from 0.500 to 0.300 in the last 2 epochs");
  }

  @Test
  void aLossThatRisesOrJumpsIsFound() {
    assertThat(findings(new double[] {1, 2, 4}))
        .extracting(HealthFinding::kind)
        .containsExactly(Kind.RISING_LOSS);
    assertThat(findings(new double[] {1, 0.4, 0.8, 0.3, 0.6, 0.2}))
        .singleElement()
        .hasToString(
            "unstable loss at loss: 2 of 6 epochs end more than 10 % above the one before; try: "
                + Kind.UNSTABLE_LOSS.advice());
  }
}
