// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.memory;

import dev.adjoint.graph.DType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@link LoopAllocationTests} for F64. */
class DoubleLoopAllocationTests {
  @Test
  void runsOfDoublesAllocateNothing() throws IOException, InterruptedException {
    LoopAllocationTests.assertNoneAllocate(DType.F64);
  }
}
