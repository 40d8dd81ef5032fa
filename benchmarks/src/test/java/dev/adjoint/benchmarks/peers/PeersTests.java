// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command says before anything runs. */
class PeersTests {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpListsTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("--only=NAME", "--jax", "--python=PATH", "2 if not given");
  }

  @Test
  void unknownWorkloadIsNamedWithThoseThereAre() {
    assertThat(run("--only", "mlp")).isEqualTo(2);
    assertThat(err.toString()).startsWith("peers: no workload is called 'mlp'; there are xor, ");
  }

  @Test
  void pythonIsForJaxOnly() {
    assertThat(run("--python", "python3")).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("peers: --python is for --jax; add it");
  }

  @Test
  void profileIsOfOneRow() {
    assertThat(run("--profile")).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("peers: --profile needs --only NAME");
  }

  @Test
  void profileHasTheStepsOfThePlan() {
    assertThat(run("--only", "xor", "--profile", "--warm-up", "0.1")).isZero();
    assertThat(out.toString()).startsWith(" share        µs  step\n").contains("100.0%", " steps");
  }

  @Test
  void numbersMustBePositive() {
    assertThat(run("--rounds", "0")).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("peers: --rounds must be positive: 0");
  }

  @Test
  void resultsMustHaveAFolderBeforeAnythingRuns(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(run("--results", file.toString())).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo("peers: --results: expected a folder to write to, found none: " + file);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void unknownOptionIsNamedInALine() {
    assertThat(run("--round=3")).isEqualTo(2);
    assertThat(run("xor")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "peers: unknown option --round: did you mean --rounds?",
            "peers: unexpected argument 'xor'; --help lists the options");
  }

  private int run(String... arguments) {
    CommandLine line = Peers.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
