// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for the folds of every cross-validation, and every random split. */
class FoldProperties {
  private static void assertCover(int rows, List<Fold> folds) {
    int[] held = folds.stream().flatMapToInt(fold -> fold.test().stream()).sorted().toArray();
    assertThat(held).isEqualTo(IntStream.range(0, rows).toArray());
    for (Fold fold : folds) {
      int[] both = IntStream.concat(fold.train().stream(), fold.test().stream()).sorted().toArray();
      assertThat(both).isEqualTo(IntStream.range(0, rows).toArray());
      assertThat(fold.train().toArray()).isSorted();
      assertThat(fold.test().toArray()).isSorted();
    }
    assertThat(spread(folds.stream().mapToInt(fold -> fold.test().length()))).isLessThan(2);
  }

  private static int spread(IntStream numbers) {
    IntSummaryStatistics statistics = numbers.summaryStatistics();
    return statistics.getMax() - statistics.getMin();
  }

  @Property(tries = 200)
  void everyRowIsHeldBackOnceAndFoldsAreOfOneSize(
      @ForAll @IntRange(min = 2, max = 60) int rows,
      @ForAll @IntRange(min = 2, max = 12) int folds,
      @ForAll long seed) {
    int count = Math.min(rows, folds);
    assertCover(rows, Fold.of(rows, count));
    assertCover(rows, Fold.of(rows, count, Seed.of(seed)));
    assertThat(Fold.of(rows, count, Seed.of(seed))).isEqualTo(Fold.of(rows, count, Seed.of(seed)));
  }

  @Property(tries = 200)
  void everyFoldHasItsShareOfEveryClass(
      @ForAll @Size(min = 4, max = 60) List<@IntRange(max = 3) Integer> some,
      @ForAll @IntRange(min = 2, max = 5) int folds,
      @ForAll long seed) {
    // Each class as often as there are folds, and then some.
    int[] labels =
        IntStream.concat(
                IntStream.range(0, 4 * folds).map(i -> i % 4),
                some.stream().mapToInt(label -> label))
            .toArray();
    for (List<Fold> all :
        List.of(
            Fold.stratified(Tensor.of(labels), folds),
            Fold.stratified(Tensor.of(labels), folds, Seed.of(seed)))) {
      assertCover(labels.length, all);
      for (int label = 0; label < 4; label++) {
        int of = label;
        assertThat(
                spread(
                    all.stream()
                        .mapToInt(fold ->
                            (int) fold.test().stream().filter(row -> labels[row] == of).count())))
            .isLessThan(2);
      }
    }
  }

  @Property(tries = 200)
  void aRandomSplitHoldsEveryRowOnce(
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll long seed) {
    Assume.that(Math.round(rows * share) > 0 && Math.round(rows * share) < rows);
    Dataset data = new Dataset(Tensor.arange(DType.I32, rows), Tensor.arange(DType.I32, rows));
    Dataset.Split split = data.split(share, Seed.of(seed));
    int[] train = split.train().targets().toIntArray();
    int[] test = split.test().targets().toIntArray();
    assertThat(train).isSorted();
    assertThat(test).isSorted().hasSize((int) Math.round(rows * share));
    assertThat(IntStream.concat(Arrays.stream(train), Arrays.stream(test)).sorted())
        .containsExactlyElementsOf(IntStream.range(0, rows).boxed().toList());
  }
}
