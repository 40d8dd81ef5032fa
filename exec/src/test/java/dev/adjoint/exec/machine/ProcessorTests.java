// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTests {
  @Test
  void linuxNamesVendorAndFamily() {
    var zen4 =
        Processor.ofCpuInfo(
            """
            processor\t: 0
            vendor_id\t: AuthenticAMD
            cpu family\t: 25
            model\t\t: 17
            model name\t: AMD EPYC 9B14
            """);
    assertThat(zen4).isEqualTo(new Processor("AuthenticAMD", 25, 17));
    assertThat(zen4.halvesWideVectors()).isTrue();
    assertThat(new Processor("AuthenticAMD", 26, 2).halvesWideVectors()).isFalse();
  }

  @Test
  void windowsNamesThemInOneLine() {
    var xeon = Processor.ofIdentifier("Intel64 Family 6 Model 207 Stepping 2, GenuineIntel");
    assertThat(xeon).isEqualTo(new Processor("GenuineIntel", 6, 207));
    assertThat(xeon.halvesWideVectors()).isFalse();
  }

  @Test
  void anotherTextLeavesTheProcessorUnknown() {
    var unknown = new Processor("", 0, 0);
    assertThat(Processor.ofCpuInfo("processor : 0\nCPU implementer : 0x41\n")).isEqualTo(unknown);
    assertThat(Processor.ofIdentifier("")).isEqualTo(unknown);
    assertThat(unknown.halvesWideVectors()).isFalse();
    assertThat(Processor.current()).isSameAs(Processor.current());
  }
}
