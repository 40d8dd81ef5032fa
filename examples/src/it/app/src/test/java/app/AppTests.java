// SPDX-License-Identifier: Apache-2.0
package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.Sample;
import org.junit.jupiter.api.Test;

class AppTests {
  @Test
  void swishHasRightGradients() {
    GradCheck.of(Sample.of(new Swish(), Arg.real(4, 3))).assertCorrect();
  }

  @Test
  void kernelsRunOnVectors() {
    assertNotEquals(VectorSupport.SCALAR, VectorSupport.bits());
  }

  @Test
  void theModelLearns() {
    assertEquals(1, Main.trained().getFloat(0, 0), 0.1);
  }
}
