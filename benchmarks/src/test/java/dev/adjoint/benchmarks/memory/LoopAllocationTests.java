// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No loop makes garbage, whatever it computes, once the JIT compiler has it. This stands here and
 * not beside the ops because their tests run vectors of several widths in one JVM, as no user does:
 * C2 then takes up to half a minute for one loop.
 */
class LoopAllocationTests {
  @Test
  void runsOfFloatsAllocateNothing() throws IOException, InterruptedException {
    assertNoneAllocate(DType.F32);
  }

  /**
   * Checks all loops of a dtype. Among a hundred loops C2 sometimes leaves the objects of one for
   * good, never those of the same one in each start: such a loop is held to the same in a JVM that
   * runs no others.
   */
  static void assertNoneAllocate(DType dtype) throws IOException, InterruptedException {
    Set<String> left = ManyLoops.allocating(dtype, name -> true, Duration.ofSeconds(100));
    assertThat(left).as("what allocates among all").hasSizeLessThan(4);
    if (!left.isEmpty()) {
      assertThat(ManyLoops.allocatingAlone(dtype, left)).as("what allocates alone").isEmpty();
    }
  }
}
