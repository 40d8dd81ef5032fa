// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Iterators;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches of a dataset, made at once or ahead. */
@Timeout(60)
class BatchesTests {
  private static final Dataset DATA =
      new Dataset(Tensor.arange(DType.F32, 10).reshape(10, 1), Tensor.arange(DType.I32, 10));

  private static List<Integer> rows(Iterable<Dataset> batches) {
    List<Integer> rows = new ArrayList<>();
    for (Dataset batch : batches) {
      for (int target : batch.targets().toIntArray()) {
        rows.add(target);
      }
    }
    return rows;
  }

  @Test
  void batchesHoldAllRowsInTheirOrder() {
    Batches batches = Batches.of(DATA, 4);
    assertThat(batches.count()).isEqualTo(3);
    assertThat(batches).extracting(Dataset::size).containsExactly(4, 4, 2);
    assertThat(rows(batches)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Batches.of(DATA, Integer.MAX_VALUE)).extracting(Dataset::size).containsExactly(10);
  }

  @Test
  void theRestMayBeLeftOut() {
    Batches batches = Batches.of(DATA, 4).withoutRest();
    assertThat(batches.count()).isEqualTo(2);
    assertThat(rows(batches)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void theSeedDecidesTheOrderAndEveryRowComesOnce() {
    Batches batches = Batches.of(DATA, 3).shuffled(Seed.of(1));
    assertThat(rows(batches))
        .isEqualTo(rows(batches))
        .isNotEqualTo(rows(batches.shuffled(Seed.of(2))))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(rows(ImmutableList.of(DATA.shuffled(Seed.of(1))))).isEqualTo(rows(batches));
  }

  @Test
  void mapsAreAppliedOneAfterAnother() {
    Batches batches =
        Batches.of(DATA, 5)
            .map(batch -> batch.rows(1, 0))
            .map(batch -> batch.mapFeatures(x -> x.cast(DType.F64)));
    assertThat(Iterables.get(batches, 1).features()).isEqualTo(Tensor.of(6.0, 5.0).reshape(2, 1));
  }

  @Test
  void thereIsNothingBehindTheEnd() {
    Iterator<Dataset> batches = Batches.of(DATA, 10).iterator();
    batches.next();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(batches::next)
        .withMessage("batches: there are only 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(DATA, 0))
        .withMessage("batches: the size must be positive: 0");
  }

  @Test
  void batchesMadeAheadAreTheSame() {
    Batches batches = Batches.of(DATA, 3).shuffled(Seed.of(3));
    try (Prefetch<Dataset> ahead = batches.prefetch(2)) {
      assertThat(ImmutableList.copyOf(ahead)).containsExactlyElementsOf(batches);
      assertThat(ahead.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(ahead::next)
          .withMessage("prefetch: there is no further element");
    }
  }

  @Test
  void noMoreIsMadeThanAskedFor() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    Iterable<Integer> source =
        () ->
            Iterators.transform(
                Iterators.cycle(1),
                x -> {
                  four.countDown();
                  return made.incrementAndGet();
                });
    try (Prefetch<Integer> ahead = Prefetch.of(source, 2)) {
      assertThat(ahead.next()).isEqualTo(1);
      four.await(); // one taken, two ready, one waiting for a place
      Thread.sleep(20);
      assertThat(made).hasValue(4);
    }
    int end = made.get();
    Thread.sleep(20);
    assertThat(made).hasValue(end);
  }

  @Test
  void anErrorOfTheSourceComesAfterTheElementsBeforeIt() {
    Batches batches =
        Batches.of(DATA, 4)
            .map(batch -> {
              if (batch.size() == 2) {
                throw new ArithmeticException("planted");
              }
              return batch;
            });
    try (Prefetch<Dataset> ahead = batches.prefetch(1)) {
      ahead.next();
      ahead.next();
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(ArithmeticException.class)
            .isThrownBy(ahead::next)
            .withMessage("planted");
      }
    }
    Iterable<Integer> broken =
        () -> {
          throw new AssertionError("planted");
        };
    try (Prefetch<Integer> ahead = Prefetch.of(broken, 1)) {
      assertThatExceptionOfType(AssertionError.class).isThrownBy(ahead::hasNext);
    }
  }

  @Test
  void closingEndsTheThreadWhateverItIsAt() {
    Iterable<Integer> source =
        () ->
            Iterators.transform(
                Iterators.cycle(1),
                x -> {
                  try {
                    Thread.sleep(Duration.ofDays(1));
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                  return x;
                });
    Prefetch<Integer> ahead = Prefetch.of(source, 1);
    ahead.close();
    ahead.close();
    assertThatIllegalStateException()
        .isThrownBy(ahead::hasNext)
        .withMessage("prefetch: closed; take elements before");
  }

  @Test
  void aThreadThatIsInterruptedDoesNotWait() {
    CountDownLatch never = new CountDownLatch(1);
    Iterable<Integer> source =
        () -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return ImmutableList.<Integer>of().iterator();
        };
    try (Prefetch<Integer> ahead = Prefetch.of(source, 1)) {
      Thread.currentThread().interrupt();
      assertThatIllegalStateException()
          .isThrownBy(ahead::hasNext)
          .withMessage("prefetch: interrupted while waiting");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(DATA, 1).prefetch(0))
        .withMessage("prefetch: ahead must be positive: 0");
  }
}
