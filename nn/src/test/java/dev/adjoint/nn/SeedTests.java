// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys: streams that are random, specified, and independent of each other. */
class SeedTests {
  @Test
  void bitsAreThoseOfSplitMix64() {
    SplittableRandom reference = new SplittableRandom(42);
    Seed seed = new Seed(42);
    for (int i = 0; i < 100; i++) {
      assertThat(seed.bits(i)).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void purposesHaveStreamsOfTheirOwn() {
    Seed seed = Seed.of(1);
    long distinct =
        IntStream.range(0, 1000)
            .mapToLong(i -> seed.fold(i).bits(0) ^ seed.fold(i).bits(1))
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(1000);
    assertThat(seed.fold(0)).isNotEqualTo(seed);
    assertThat(seed.fold(1).fold(2)).isNotEqualTo(seed.fold(2).fold(1));
  }

  @Test
  void aPermutationHasEveryNumberOnce() {
    int[] order = Seed.of(7).permutation(1000);
    assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, 1000).toArray());
  }

  @Test
  void everyNumberComesFirstEquallyOften() {
    int n = 5;
    int tries = 20_000;
    int[][] counts = new int[n][n];
    for (int seed = 0; seed < tries; seed++) {
      int[] order = Seed.of(seed).permutation(n);
      for (int i = 0; i < n; i++) {
        counts[i][order[i]]++;
      }
    }
    double expected = (double) tries / n;
    // Five standard deviations of a binomial count.
    double margin = 5 * Math.sqrt(expected * (1 - 1.0 / n));
    for (int[] row : counts) {
      for (int count : row) {
        assertThat((double) count).isCloseTo(expected, within(margin));
      }
    }
  }

  @Test
  void aPermutationHasNoNegativeLength() {
    assertThat(Seed.of(1).permutation(0)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seed.of(1).permutation(-1))
        .withMessage("permutation: n must not be negative: -1");
  }
}
