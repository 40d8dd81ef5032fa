// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator against the known answers that its authors publish with Random123. */
class PhiloxTests {
  @ParameterizedTest
  @CsvSource({
    // Counter, low half and high half; key; the four words in order.
    "0000000000000000,0000000000000000,0000000000000000,6627e8d5e169c58dbc57ac4c9b00dbd8",
    "ffffffffffffffff,ffffffffffffffff,ffffffffffffffff,408f276d41c83b0ea20bc7c66d5451fd",
    "85a308d3243f6a88,0370734413198a2e,299f31d0a4093822,d16cfe0994fdcceb5001e42024126ea1",
  })
  void publishedAnswersAreMet(String low, String high, String key, String words) {
    Philox philox = new Philox();
    philox.block(hex(key), hex(low), hex(high));
    String got =
        "%08x%08x%08x%08x"
            .formatted(philox.word(0), philox.word(1), philox.word(2), philox.word(3));
    assertThat(got).isEqualTo(words);
  }

  @Test
  void longWordsHaveTheFirstWordLow() {
    Philox philox = new Philox();
    philox.block(0, 0, 0);
    assertThat(philox.longWord(0)).isEqualTo(0xe169c58d6627e8d5L);
    assertThat(philox.longWord(1)).isEqualTo(0x9b00dbd8bc57ac4cL);
  }

  @Test
  void blockHasFourWords() {
    assertThatThrownBy(() -> new Philox().word(4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("word 4 of 4");
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
