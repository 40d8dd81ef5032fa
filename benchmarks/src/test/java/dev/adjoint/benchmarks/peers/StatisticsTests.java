// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatisticsTests {

  @Test
  void medianIsTheMiddleValue() {
    assertThat(Statistics.median(9, 1, 5)).isEqualTo(5);
    assertThat(Statistics.median(9, 1, 5, 6)).isEqualTo(5.5);
  }

  @Test
  void ratioOfPairsCancelsWhatSlowsBoth() {
    double[] a = {1, 20, 3};
    double[] b = {2, 40, 6};
    assertThat(Statistics.medianRatio(a, b)).isEqualTo(0.5);
  }

  @Test
  void ratioTakesPairsOnly() {
    assertThatThrownBy(() -> Statistics.medianRatio(new double[2], new double[3]))
        .hasMessage("not pairs: 2 and 3 values");
  }
}
