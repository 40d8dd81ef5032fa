// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.bits;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.benchmarks.peers.Workloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class BitsTests {
  /**
   * All that the settings change, in fewer JVMs, which are what takes time: a number of threads and
   * a width of vectors at once. Either would show as a difference from the first; {@code ./run
   * bits} tells which it is.
   */
  private static final ImmutableList<Setting> TOGETHER =
      ImmutableList.of(
          Setting.FIRST,
          Setting.of("2, 512", "-Dadjoint.threads=2", "-Dadjoint.vector=512"),
          Setting.of(
              "3, 256", "-Dadjoint.threads=3", "-Dadjoint.vector=256", "-Dadjoint.products=tiled"),
          Setting.of(
              "8, 128",
              "-Dadjoint.threads=8",
              "-Dadjoint.vector=128",
              "-Dadjoint.products=blocked"),
          Setting.of("tiered", "-Dadjoint.vector=tiered"),
          Setting.of("AVX2, beside", "-XX:UseAVX=2", "-D" + BitsServer.COMPANY + "=true"),
          Setting.of("scalar", "-Dadjoint.vector=off"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void trainingGivesTheSameBitsEverywhere() {
    assertThat(run("--only", "xor,mlp-784-128-10,lenet-5", "--steps", "2")).as("%s", out).isZero();
    assertThat(out.toString())
        .endsWith("3 workloads, 2 steps each, 7 settings: the same bits everywhere\n");
  }

  @Test
  void everyOptionOfASettingIsTried() {
    assertThat(TOGETHER)
        .flatMap(Setting::options)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Setting.all().stream().flatMap(s -> s.options().stream()).toList());
  }

  @Test
  void everyStepShowsInTheFingerprint() {
    var xor = Workloads.named("xor");
    assertThat(BitsServer.fingerprint(xor, 2))
        .isEqualTo(BitsServer.fingerprint(xor, 2))
        .isNotEqualTo(BitsServer.fingerprint(xor, 3));
  }

  @Test
  void bitsThatDifferAreNamed() {
    ImmutableMap<String, String> right = ImmutableMap.of("xor", "aa aa", "lstm", "bb bb");
    assertThat(Bits.differences(Setting.FIRST, right, right, new PrintWriter(out))).isZero();
    assertThat(out.toString()).isEqualTo("1 thread       same\n");
    ImmutableMap<String, String> hotDiffers = ImmutableMap.of("xor", "aa ab", "lstm", "bb bb");
    assertThat(Bits.differences(Setting.FIRST, right, hotDiffers, new PrintWriter(out))).isOne();
    assertThat(out.toString()).contains("  xor: 1 thread: aa ab, not aa\n", "DIFFERENT");
    ImmutableMap<String, String> missing = ImmutableMap.of("xor", "aa aa");
    assertThat(Bits.differences(Setting.FIRST, right, missing, new PrintWriter(out))).isOne();
    assertThat(out.toString()).contains("  lstm: 1 thread: - -, not bb\n");
  }

  @Test
  void stepsMustBePositive() {
    assertThat(run("--steps", "0")).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("bits: --steps must be positive: 0");
  }

  @Test
  void unknownWorkloadIsNamed() {
    assertThat(run("--only", "mlp")).isEqualTo(2);
    assertThat(err.toString()).startsWith("bits: no workload is called 'mlp'; there are xor, ");
  }

  private int run(String... arguments) {
    CommandLine line = Bits.commandLine(TOGETHER);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
