// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TieredTests {
  /** A kernel that says who made it, and takes as long as it likes. */
  private static final class Kernel extends Tiered<String> implements Exercise {
    private static final long WORK = 1_000_000;

    private final long limit;
    private final CountDownLatch runs = new CountDownLatch(30);
    private volatile Thread maker = Thread.currentThread();

    Kernel(long limit) {
      super(null);
      this.limit = limit;
    }

    @Override
    protected Optional<String> make() {
      maker = Thread.currentThread();
      return limit == 0 ? Optional.empty() : Optional.of("fast");
    }

    @Override
    protected Exercise exercise(String kernel) {
      return this;
    }

    @Override
    public void run() {
      runs.countDown();
    }

    @Override
    public void call() {}

    @Override
    public long limit() {
      return limit;
    }

    void await() throws InterruptedException {
      for (int wait = 0; wait < 3_000 && !isFast(); wait++) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void aKernelTakesOverWhenItIsFast() throws InterruptedException {
    Kernel kernel = new Kernel(Long.MAX_VALUE);
    kernel.count(Kernel.WORK);
    kernel.await();
    assertThat(kernel.fast()).isEqualTo("fast");
    assertThat(kernel.maker.isDaemon()).isTrue();
    assertThat(kernel.maker).isNotEqualTo(Thread.currentThread());
  }

  @Test
  void aKernelIsNotMadeForLittleWork() throws InterruptedException {
    Kernel little = new Kernel(Long.MAX_VALUE);
    little.count(Kernel.WORK - 1);
    Kernel other = new Kernel(Long.MAX_VALUE);
    other.count(Kernel.WORK);
    other.await();
    assertThat(little.isFast()).isFalse();
    assertThat(little.maker).isEqualTo(Thread.currentThread());
    little.count(1);
    little.await();
    assertThat(little.isFast()).isTrue();
  }

  @Test
  void aSlowKernelDoesNotTakeOverNorKeepOthersFromIt() throws InterruptedException {
    Kernel slow = new Kernel(-1);
    slow.count(2 * Kernel.WORK);
    assertThat(slow.runs.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(slow.isFast()).isFalse();
    Kernel other = new Kernel(Long.MAX_VALUE);
    other.count(Kernel.WORK);
    other.await();
    assertThat(other.isFast()).isTrue();
  }

  @Test
  void aKernelThatCannotBeMadeIsGivenUp() throws InterruptedException {
    Kernel none = new Kernel(0);
    none.count(2 * Kernel.WORK);
    Kernel other = new Kernel(Long.MAX_VALUE);
    other.count(Kernel.WORK);
    other.await();
    assertThat(none.isFast()).isFalse();
  }

  @Test
  void aKernelMayBeFastFromTheStart() {
    Tiered<String> tiered =
        new Tiered<>("fast") {
          @Override
          protected Optional<String> make() {
            throw new AssertionError("made again");
          }

          @Override
          protected Exercise exercise(String kernel) {
            throw new AssertionError("exercised");
          }
        };
    assertThat(tiered.isFast()).isTrue();
  }
}
