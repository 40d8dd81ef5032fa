// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said where the heap has no room, in a JVM with a small one. */
class MemoryShortageTests {
  @Test
  void everyShortageNamesWhatTakesTheMemoryAndTheCure() throws Exception {
    List<String> lines =
        FreshJvm.run(ShortageProgram.class, "-Xmx64m", "-XX:+UseSerialGC")
            .lines()
            .filter(line -> !line.startsWith("WARNING") && !line.contains("adjoint.exec"))
            .toList();
    String cure = " bytes, the heap has at most [0-9]+; give the JVM more with -Xmx, or make it";
    assertThat(lines).as("%s", lines).hasSize(8);
    assertThat(lines.get(0))
        .matches("f32\\[2147483647\\] takes 8589934588" + cure + " smaller \\(caused\\)");
    assertThat(lines.get(1)).matches("f64\\[20000000\\] takes 160000000" + cure + " .*");
    assertThat(lines.get(2)).matches("i32\\[100000000\\] takes 400000000" + cure + " .*");
    for (String line : lines.subList(3, 5)) {
      assertThat(line)
          .matches(
              "program: a run needs [0-9]+ bytes for temporaries and 160000000 for outputs, the heap"
                  + " has at most [0-9]+; largest: repeat f32\\[40000000, 1\\] of 160000000 bytes, .*; give"
                  + " the JVM more with -Xmx, or compile for a smaller batch \\(caused\\)");
    }
    for (String line : lines.subList(5, 7)) {
      assertThat(line)
          .matches(
              "program: step 0, greedy f32\\[1\\], finds no room for its working memory; a run needs 0"
                  + " bytes for temporaries and 4 for outputs, the heap has at most [0-9]+; largest:"
                  + " greedy f32\\[1\\] of 4 bytes; give the JVM more with -Xmx, or compile for a"
                  + " smaller batch \\(caused\\)");
    }
    assertThat(lines.get(7))
        .matches("evaluate: 'repeat.*': f32\\[40000000\\] takes 160000000" + cure + " .*");
  }
}
