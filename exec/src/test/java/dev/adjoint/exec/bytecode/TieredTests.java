package dev.adjoint.exec.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TieredTests {
  private static final long MUCH = 1 << 21;

  /** A kernel that is fast after some calls that do something, on a clock of its own. */
  private static final class Slow implements Exercise {
    private final int callsUntilFast;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger decoys = new AtomicInteger();
    private final AtomicInteger limits = new AtomicInteger();

    Slow(int callsUntilFast) {
      this.callsUntilFast = callsUntilFast;
    }

    @Override
    public void run(int kernel) {
      assertThat(kernel).isBetween(0, DECOYS);
      (kernel == 0 ? calls : decoys).incrementAndGet();
    }

    @Override
    public long limit() {
      limits.incrementAndGet();
      return calls.get() < callsUntilFast ? 0 : Long.MAX_VALUE;
    }
  }

  @Test
  void goesOverToVectorsWhenTheyAreFast() throws InterruptedException {
    Slow slow = new Slow(9_000);
    Tiered<String> kernels = Tiered.of("plain", "vector", slow);
    assertThat(kernels.forWork(MUCH)).isEqualTo("plain");
    while (kernels.forWork(1).equals("plain")) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(slow.calls).hasValueGreaterThanOrEqualTo(9_000);
    assertThat(slow.decoys).hasValueGreaterThan(slow.calls.get());
    assertThat(kernels.forWork(MUCH)).isEqualTo("vector");
  }

  @Test
  void warmsNothingUpForLittleWork() throws InterruptedException {
    Slow slow = new Slow(0);
    Tiered<String> kernels = Tiered.of("plain", "vector", slow);
    for (int i = 0; i < 1000; i++) {
      assertThat(kernels.forWork(1000)).isEqualTo("plain");
    }
    TimeUnit.MILLISECONDS.sleep(50);
    assertThat(slow.calls).hasValue(0);
    kernels.forWork(1000);
    while (kernels.forWork(1).equals("plain")) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void staysPlainIfVectorsNeverGetFast() {
    Slow never = new Slow(Integer.MAX_VALUE);
    Tiered<String> kernels = Tiered.of("plain", "vector", never);
    kernels.settle(false);
    assertThat(kernels.forWork(MUCH)).isEqualTo("plain");
    assertThat(never.calls).hasValue(0);
  }

  @Test
  void oneKernelDoesNotWaitForAnother() throws InterruptedException {
    Slow never = new Slow(Integer.MAX_VALUE);
    Tiered.of("plain", "vector", never).forWork(MUCH);
    while (never.limits.get() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    Tiered<String> kernels = Tiered.of("plain", "vector", new Slow(0));
    kernels.forWork(MUCH);
    while (kernels.forWork(1).equals("plain")) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    int trials = never.limits.get();
    while (never.limits.get() == trials) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void usesVectorsAtOnceWhereNothingIsToBeWarmedUp() {
    System.setProperty(Tiered.WARM_UP_PROPERTY, "off");
    try {
      assertThat(Tiered.of("plain", "vector", new Slow(0)).forWork(1)).isEqualTo("vector");
    } finally {
      System.clearProperty(Tiered.WARM_UP_PROPERTY);
    }
  }
}
