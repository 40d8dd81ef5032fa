// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.machine.Processor;
import org.junit.jupiter.api.Test;

class ProcessorKindTests {
  private static String kind(String vendor, int family, int model, String name) {
    return ProcessorKind.of(new Processor(vendor, family, model), name);
  }

  @Test
  void kindsAreNamedByFamilyAndModel() {
    assertThat(kind("AuthenticAMD", 25, 17, "AMD EPYC 9R14")).isEqualTo("zen4");
    assertThat(kind("AuthenticAMD", 25, 1, "AMD EPYC 7R13")).isEqualTo("zen3");
    assertThat(kind("AuthenticAMD", 25, 33, "AMD Ryzen 9 5950X")).isEqualTo("zen3");
    assertThat(kind("AuthenticAMD", 25, 97, "AMD Ryzen 9 7950X")).isEqualTo("zen4");
    assertThat(kind("AuthenticAMD", 26, 2, "AMD EPYC 9575F")).isEqualTo("zen5");
    assertThat(kind("GenuineIntel", 6, 143, "Intel(R) Xeon(R)")).isEqualTo("sapphire-rapids");
    assertThat(kind("GenuineIntel", 6, 207, "Intel(R) Xeon(R)")).isEqualTo("emerald-rapids");
  }

  @Test
  void othersAreCalledByTheirModel() {
    assertThat(kind("GenuineIntel", 6, 9, "Intel(R) Core(TM) i7")).isEqualTo("intel-r-core-tm-i7");
    assertThat(ProcessorKind.of(new Processor("", 0, 0), "unknown processor"))
        .isEqualTo("unknown-processor");
  }
}
