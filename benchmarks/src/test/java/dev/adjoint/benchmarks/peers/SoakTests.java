// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand steps leave the heap as it was. */
final class SoakTests {
  private static final int STEPS = 10_000;

  /** Classes load and code gets hot meanwhile; what leaks 60 bytes a step goes beyond. */
  private static final long ALLOWED_BYTES = 512 * 1024;

  @ParameterizedTest
  @ValueSource(strings = {"xor", "mlp-784-128-10", "scalar-graph"})
  void heapStaysFlat(String workload) {
    try (AdjointStep step = Workloads.named(workload).adjoint()) {
      assertThat(growth(step::run)).isLessThan(ALLOWED_BYTES);
    }
  }

  @Test
  void smallLeakIsFound() {
    List<byte[]> kept = new ArrayList<>();
    assertThat(growth(() -> kept.add(new byte[64]))).isGreaterThan(ALLOWED_BYTES);
    assertThat(kept).hasSize(STEPS);
  }

  /** Returns by how many bytes the live heap grows from a tenth of the steps to the end. */
  private static long growth(Runnable step) {
    int first = STEPS / 10;
    for (int i = 0; i < first; i++) {
      step.run();
    }
    long before = live();
    for (int i = first; i < STEPS; i++) {
      step.run();
    }
    return live() - before;
  }

  /**
   * Returns the bytes in use once collections find nothing more. One is not enough: classes and
   * what cleaners hold go one after another, also those that earlier tests have left.
   */
  private static long live() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long before;
    long used = Long.MAX_VALUE;
    do {
      before = used;
      memory.gc();
      used = memory.getHeapMemoryUsage().getUsed();
    } while (used < before - ALLOWED_BYTES / 16);
    return used;
  }
}
