// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WorkloadDataTests {

  @Test
  void numbersAreThoseThatThePythonSideMakes() {
    assertThat(WorkloadData.uniform(0, 4, -1, 1))
        .containsExactly(0.76662159f, -0.13694406f, -0.94713247f, 0.94176388f);
    assertThat(WorkloadData.uniform(3, 2, -2, 5)).containsExactly(3.30788398f, 2.79286218f);
    assertThat(WorkloadData.labels(7, 6, 10)).containsExactly(7, 1, 4, 4, 6, 8);
    assertThat(WorkloadData.uniform(1, 100_000, 0, 1)[99_999]).isEqualTo(0.6479754447937012f);
  }

  @Test
  void numbersFillTheirRangeEvenly() {
    double sum = 0;
    double squares = 0;
    int count = 100_000;
    for (float number : WorkloadData.uniform(5, count, -2, 2)) {
      sum += number;
      squares += number * number;
    }
    assertThat(sum / count).isCloseTo(0, within(0.02));
    assertThat(squares / count).isCloseTo(4.0 / 3, within(0.02));
  }

  @Test
  void arraysDiffer() {
    assertThat(WorkloadData.weights(1, 10, 4)).isNotEqualTo(WorkloadData.weights(2, 10, 4));
  }

  @Test
  void weightsStayWithinTheirBound() {
    for (float weight : WorkloadData.weights(2, 10_000, 16)) {
      assertThat(Math.abs(weight)).isLessThanOrEqualTo(0.25f);
    }
  }

  @Test
  void transposedHasRowsForColumns() {
    assertThat(WorkloadData.transposed(new float[] {1, 2, 3, 4, 5, 6}, 2))
        .containsExactly(1, 4, 2, 5, 3, 6);
  }
}
