// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgreementTests {

  private static final Session.Ready ADJOINT = ready(2, 0.5, 1);

  @Test
  void roundingIsForgiven() {
    assertThatCode(() -> Agreement.check(false, ADJOINT, "djl", ready(2.000001, 0.50001, 1.0005)))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherLossIsNot() {
    assertThatThrownBy(() -> Agreement.check(false, ADJOINT, "djl", ready(2.0001, 0.5, 1)))
        .isInstanceOf(ContestException.class)
        .hasMessageStartingWith(
            "adjoint and djl do not compute the same: first loss 2.0 and 2.0001");
  }

  @Test
  void anotherGradientIsNot() {
    assertThatThrownBy(() -> Agreement.check(false, ADJOINT, "djl", ready(2, 0.51, 1)))
        .hasMessageContaining("gradient norm 0.5 and 0.51");
  }

  @Test
  void anotherOptimizerIsNot() {
    assertThatThrownBy(() -> Agreement.check(false, ADJOINT, "djl", ready(2, 0.5, 2)))
        .hasMessageContaining("loss after 3 steps 1.0 and 2.0");
  }

  @Test
  void lossThatIsNoNumberAgreesWithNothing() {
    assertThatThrownBy(() -> Agreement.check(false, ADJOINT, "djl", ready(Double.NaN, 0.5, 1)))
        .hasMessageContaining("first loss 2.0 and NaN");
    assertThatThrownBy(
            () -> Agreement.check(false, ready(Double.NaN, 1, 1), "djl", ready(Double.NaN, 1, 1)))
        .hasMessageContaining("first loss NaN and NaN");
  }

  @Test
  void dropoutExcusesTheLaterLossAlone() {
    assertThatCode(() -> Agreement.check(true, ADJOINT, "djl", ready(2, 0.5, 1.2)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Agreement.check(true, ADJOINT, "djl", ready(2, 0.51, 1)))
        .hasMessageContaining("gradient norm");
  }

  @Test
  void zerosAgree() {
    assertThatCode(() -> Agreement.check(false, ready(0, 0, 0), "djl", ready(0, 0, 0)))
        .doesNotThrowAnyException();
  }

  private static Session.Ready ready(double loss, double norm, double later) {
    return new Session.Ready(new Step.Figures(loss, norm), later, "1.0");
  }
}
