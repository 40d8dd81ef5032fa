// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every stratified split. */
class SplitProperties {
  private static final int CLASSES = 4;

  /** Returns whether some class gives up an example, and one keeps one. */
  private static boolean canBeSplit(double share, int... labels) {
    long held =
        IntStream.range(0, CLASSES).mapToLong(c -> Math.round(share * count(labels, c))).sum();
    return held > 0 && held < labels.length;
  }

  @Property(tries = 300)
  void everyRowIsInExactlyOnePart(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = CLASSES - 1) Integer> labels,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll long seed) {
    Assume.that(canBeSplit(share, ints(labels)));
    Dataset.Split split = numbered(ints(labels)).stratifiedSplit(share, Seed.of(seed));
    int[] train = split.train().features().toIntArray();
    int[] test = split.test().features().toIntArray();
    int[] both = IntStream.concat(Arrays.stream(train), Arrays.stream(test)).sorted().toArray();
    assertThat(both).isEqualTo(IntStream.range(0, labels.size()).toArray());
    assertThat(train).isSorted();
    assertThat(test).isSorted();
  }

  @Property(tries = 300)
  void rowsKeepTheirLabels(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = CLASSES - 1) Integer> labels,
      @ForAll long seed) {
    Assume.that(canBeSplit(0.5, ints(labels)));
    Dataset test = numbered(ints(labels)).stratifiedSplit(0.5, Seed.of(seed)).test();
    for (int i = 0; i < test.size(); i++) {
      assertThat(test.targets().getInt(i)).isEqualTo(labels.get(test.features().getInt(i)));
    }
  }

  @Property(tries = 300)
  void everyClassHasItsShare(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = CLASSES - 1) Integer> labels,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll long seed) {
    Assume.that(canBeSplit(share, ints(labels)));
    Dataset.Split split = numbered(ints(labels)).stratifiedSplit(share, Seed.of(seed));
    for (int label = 0; label < CLASSES; label++) {
      assertThat((double) count(split.test(), label))
          .isCloseTo(share * count(ints(labels), label), within(0.5));
    }
  }

  @Property(tries = 100)
  void theKeyAloneDecides(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = CLASSES - 1) Integer> labels,
      @ForAll long seed) {
    Dataset data = numbered(ints(labels));
    Assume.that(canBeSplit(0.3, ints(labels)));
    assertThat(data.stratifiedSplit(0.3, Seed.of(seed)))
        .isEqualTo(data.stratifiedSplit(0.3, Seed.of(seed)));
  }

  /** Returns a dataset whose features are the numbers of its rows. */
  private static Dataset numbered(int[] labels) {
    return new Dataset(Tensor.arange(DType.I32, labels.length), Tensor.of(labels));
  }

  private static int[] ints(List<Integer> labels) {
    return labels.stream().mapToInt(label -> label).toArray();
  }

  private static int count(Dataset data, int label) {
    return count(data.targets().toIntArray(), label);
  }

  private static int count(int[] labels, int label) {
    return (int) Arrays.stream(labels).filter(l -> l == label).count();
  }
}
