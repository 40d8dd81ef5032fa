// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.adjoint.graph.Workers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkerPoolTests {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPieceRunsOnceWhateverTheNumberOfThreads(int threads) {
    var pool = WorkerPool.of(threads);
    for (int count = 0; count < 400; count++) {
      var calls = new AtomicIntegerArray(count);
      pool.forEach(count, calls::incrementAndGet);
      for (int i = 0; i < count; i++) {
        assertThat(calls.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void whatThePiecesWroteIsSeenByTheCaller() {
    var pool = WorkerPool.of(4);
    int[] values = new int[64];
    for (int round = 1; round <= 20_000; round++) {
      int now = round;
      pool.forEach(values.length, i -> values[i] = now);
      for (int value : values) {
        assertThat(value).isEqualTo(now);
      }
    }
  }

  @Test
  void piecesRunOnAllThreadsAtOnce() {
    var pool = WorkerPool.of(3);
    var together = new CountDownLatch(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    pool.forEach(
        3,
        _ -> {
          threads.add(Thread.currentThread());
          together.countDown();
          await(together);
        });
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void sleepingWorkersAreWoken() throws InterruptedException {
    var pool = WorkerPool.of(2);
    for (int round = 0; round < 20; round++) {
      Thread.sleep(Duration.ofMillis(5));
      var together = new CountDownLatch(2);
      pool.forEach(
          2,
          _ -> {
            together.countDown();
            await(together);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theLowestFailureIsRethrownAfterAllPiecesHaveRun(int threads) {
    var pool = WorkerPool.of(threads);
    for (int round = 0; round < 200; round++) {
      var calls = new AtomicInteger();
      assertThatThrownBy(() ->
              pool.forEach(
                  50,
                  i -> {
                    calls.incrementAndGet();
                    if (i % 10 == 7) {
                      throw new IllegalStateException("piece " + i);
                    }
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("piece 7");
      assertThat(calls).hasValue(50);
    }
    var calls = new AtomicInteger();
    pool.forEach(50, _ -> calls.incrementAndGet());
    assertThat(calls).hasValue(50);
  }

  @Test
  void errorsAreRethrownAsTheyAre() {
    var pool = WorkerPool.of(2);
    var error = new AssertionError("wrong");
    Workers.Task failing =
        _ -> {
          throw error;
        };
    assertThatThrownBy(() -> pool.forEach(2, failing)).isSameAs(error);
    assertThatThrownBy(() -> pool.forEach(1, failing)).isSameAs(error);
  }

  @Test
  void nestedPiecesRunOnTheThreadThatAsksForThem() {
    var pool = WorkerPool.of(3);
    var calls = new AtomicInteger();
    pool.forEach(
        20,
        _ -> {
          var outer = Thread.currentThread();
          pool.forEach(
              10,
              _ -> {
                assertThat(Thread.currentThread()).isSameAs(outer);
                calls.incrementAndGet();
              });
        });
    assertThat(calls).hasValue(200);
  }

  @Test
  void manyCallersAtOnceAllGetTheirPiecesDone() throws Exception {
    var pool = WorkerPool.of(3);
    var callers = new ArrayList<Future<?>>();
    try (var executor = Executors.newFixedThreadPool(6)) {
      for (int caller = 0; caller < 6; caller++) {
        callers.add(
            executor.submit(() -> {
              for (int round = 0; round < 3_000; round++) {
                int count = round % 23;
                var calls = new AtomicInteger();
                pool.forEach(count, _ -> calls.incrementAndGet());
                assertThat(calls).hasValue(count);
              }
            }));
      }
    }
    for (var caller : callers) {
      caller.get();
    }
  }

  @Test
  void anInterruptIsKeptUntilThePiecesAreDone() {
    var pool = WorkerPool.of(2);
    var calls = new AtomicInteger();
    Thread.currentThread().interrupt();
    pool.forEach(
        2,
        _ -> {
          busy(Duration.ofMillis(20));
          calls.incrementAndGet();
        });
    assertThat(calls).hasValue(2);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void handingOverAllocatesNothing() {
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var pool = WorkerPool.of(3);
    int[] sink = new int[16];
    Workers.Task task = i -> sink[i]++;
    // Repeated, because classes are initialised and code is compiled on the way, but not often.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10 && least != 0; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        pool.forEach(16, task);
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void poolThreadsAreDaemons() {
    var pool = WorkerPool.of(2);
    var together = new CountDownLatch(2);
    var caller = Thread.currentThread();
    pool.forEach(
        2,
        _ -> {
          together.countDown();
          await(together);
          assertThat(Thread.currentThread() == caller || Thread.currentThread().isDaemon())
              .isTrue();
        });
  }

  @Test
  void theSharedPoolIsOneForTheProcess() {
    assertThat(WorkerPool.shared()).isSameAs(WorkerPool.shared());
    assertThat(WorkerPool.shared().threads()).isPositive();
  }

  @Test
  void theNumberOfThreadsIsRead() {
    assertThat(WorkerPool.threadsFrom("3")).isEqualTo(3);
    assertThat(WorkerPool.threadsFrom(" 1024 ")).isEqualTo(1024);
    assertThat(WorkerPool.threadsFrom(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(WorkerPool.of(5).threads()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1025", "two", "", "1.5"})
  void aWrongNumberOfThreadsIsNamed(String property) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerPool.threadsFrom(property))
        .withMessage("-Dadjoint.threads=" + property + ": expected a whole number from 1 to 1024");
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerPool.of(0))
        .withMessage("worker pool: the number of threads must be between 1 and 1024, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerPool.of(2).forEach(-1, _ -> {}))
        .withMessage("worker pool: negative number of pieces: -1");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void busy(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
