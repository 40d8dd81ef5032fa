// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What {@link RunningSum} adds up, and how far it is off. */
class RunningSumTests {
  private static final int TERMS = 1_000_000;

  @Test
  void wholeNumbersAreAddedExactlyAcrossAllBlocks() {
    RunningSum sum = new RunningSum();
    for (int i = 1; i <= 3 * 128 * 128; i++) {
      assertThat(sum.add(i)).isEqualTo(i * (i + 1L) / 2.0);
    }
    sum.clear();
    assertThat(sum.add(2)).isEqualTo(2);
  }

  @Test
  void theErrorOfAMillionTermsIsThatOfAFewBlocks() {
    RunningSum sum = new RunningSum();
    double chain = 0;
    double last = 0;
    for (int i = 0; i < TERMS; i++) {
      last = sum.add(0.1);
      chain += 0.1;
    }
    double exact = new BigDecimal(0.1).multiply(new BigDecimal(TERMS)).doubleValue();
    assertThat(last).isCloseTo(exact, within(50 * Math.ulp(exact)));
    assertThat(Math.abs(chain - exact)).isGreaterThan(50 * Math.ulp(exact));
  }

  @Test
  void scalingScalesWhatWasAdded() {
    RunningSum sum = new RunningSum();
    for (int i = 0; i < 300; i++) {
      sum.add(4);
    }
    sum.scale(0.25);
    assertThat(sum.add(1)).isEqualTo(301);
  }
}
