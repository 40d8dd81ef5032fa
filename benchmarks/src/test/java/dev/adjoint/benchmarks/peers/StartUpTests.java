// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class StartUpTests {
  @Test
  void lineIsReadBack() {
    StartUp startUp = new StartUp(0.25, 0.125, 0.5, 1.125, 64);
    assertThat(startUp.line()).isEqualTo("started 0.250 0.125 0.500 1.125 64.0");
    assertThat(StartUp.parse(startUp.line())).isEqualTo(startUp);
  }

  @Test
  void otherLinesAreShown() {
    assertThatThrownBy(() -> StartUp.parse("null"))
        .isInstanceOf(ContestException.class)
        .hasMessage("expected 'started …', got: null");
  }

  @Test
  void steadyIsWhereStepsBecomeFast() {
    // A hundred steps of 10 ms, then a thousand of 1 ms.
    double[] ends = new double[1100];
    double time = 2;
    for (int i = 0; i < ends.length; i++) {
      time += i < 100 ? 0.01 : 0.001;
      ends[i] = time;
    }
    assertThat(StartUp.steady(2, ends)).isBetween(3.0, 3.15);
  }

  @Test
  void stepsThatAreFastFromTheFirstAreSteadyAtOnce() {
    double[] ends = new double[200];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = 1 + 0.5 * (i + 1);
    }
    assertThat(StartUp.steady(1, ends)).isEqualTo(ends[4], within(1e-9));
  }

  @Test
  void measuresAWorkload() throws IOException {
    StartUp startUp = StartUp.measure(() -> Workloads.named("xor").adjoint(), 0.3);
    assertThat(startUp.made()).isPositive().isLessThan(startUp.first());
    assertThat(startUp.compiled()).isPositive().isLessThan(startUp.made());
    assertThat(startUp.steady()).isGreaterThanOrEqualTo(startUp.first());
  }
}
