// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.FreshJvm;
import dev.adjoint.exec.machine.VectorSupport;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts JVMs on the class path, as users do who have no modules. */
class FreshJvmTests {
  @Test
  void withoutTheModuleScalarCodeGivesTheSameBitsAndOneLineSaysWhatToAdd() throws Exception {
    var output = run();
    assertThat(output)
        .contains("bits 0,")
        .contains("hash " + GemmProgram.hashOfProduct())
        .containsOnlyOnce("Add --add-modules jdk.incubator.vector");
  }

  @Test
  void withoutTheModuleNothingIsSaidIfScalarCodeIsAskedFor() throws Exception {
    assertThat(run("-Dadjoint.vector=off")).contains("bits 0,").doesNotContain("--add-modules");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 128})
  void theWidthCanBeChosenAndGivesTheSameBits(int bits) throws Exception {
    assertThat(run(FreshJvm.VECTORS, "-Dadjoint.vector=" + bits))
        .contains("bits " + bits + ",")
        .contains("hash " + GemmProgram.hashOfProduct());
  }

  @Test
  void vectorsAndThreadsCanBeSwitchedOff() throws Exception {
    assertThat(run(FreshJvm.VECTORS, "-Dadjoint.vector=off", "-Dadjoint.threads=1"))
        .contains("bits 0, threads 1, hash " + GemmProgram.hashOfProduct());
    assertThat(run(FreshJvm.VECTORS, "-Dadjoint.threads=3"))
        .contains("bits " + VectorSupport.bits() + ", threads 3, ");
  }

  @Test
  void unknownWidthsAndNumbersOfThreadsAreNamed() throws Exception {
    assertThat(run(FreshJvm.VECTORS, "-Dadjoint.vector=64"))
        .contains("-Dadjoint.vector=64: expected auto, tiered, 512, 256, 128 or off");
    assertThat(run(FreshJvm.VECTORS, "-Dadjoint.threads=many"))
        .contains("-Dadjoint.threads=many: expected a whole number from 1 to 1024");
  }

  private static String run(String... options) throws IOException, InterruptedException {
    return FreshJvm.run(GemmProgram.class, options);
  }
}
