// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contests between processes; the peers here are Adjoint itself, or small programs. */
class ContestTests {

  private static final TimingPlan SHORT = new TimingPlan(0.05, 3, 0.02);
  private static final Contender ADJOINT = Contender.adjoint(1);

  private static final String STRAY =
      "void main() { IO.println(\"ready 7 7 7 a version\"); IO.readln(); }";

  private static final String FAILING =
      """
      void main() {
        System.err.println("what went before");
        IO.println("failed out of luck");
      }
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void eachPeerHasARowOfWhatTookPositiveTime() {
    Contender twin =
        new Contender("twin", Contender.adjoint(2).command(), ImmutableMap.of(), false);
    Contest contest = new Contest(ADJOINT, ImmutableList.of(twin), SHORT);
    ImmutableList<Row> rows = contest.run("xor");
    assertThat(rows).hasSize(1);
    Row row = rows.getFirst();
    assertThat(row.workload()).isEqualTo("xor");
    assertThat(row.peer()).isEqualTo("twin");
    assertThat(row.adjointMicros()).isPositive();
    assertThat(row.peerMicros()).isPositive();
    assertThat(row.ratio()).isPositive();
    assertThat(contest.versions()).containsExactly(Map.entry("twin", "Adjoint"));
  }

  @Test
  void peerThatComputesSomethingElseIsRefused() throws IOException {
    Contest contest = new Contest(ADJOINT, ImmutableList.of(scripted(STRAY, false)), SHORT);
    assertThatThrownBy(() -> contest.run("xor"))
        .isInstanceOf(ContestException.class)
        .hasMessageContaining("adjoint and scripted do not compute the same: first loss");
  }

  @Test
  void peerThatFailsIsNamedWithWhatItSaid() throws IOException {
    Contest contest = new Contest(ADJOINT, ImmutableList.of(scripted(FAILING, false)), SHORT);
    assertThatThrownBy(() -> contest.run("xor"))
        .isInstanceOf(ContestException.class)
        .hasMessageStartingWith("scripted failed: out of luck")
        .hasMessageEndingWith("what went before");
  }

  @Test
  void peerThatMayFailIsLeftOut() throws IOException {
    Contest contest = new Contest(ADJOINT, ImmutableList.of(scripted(FAILING, true)), SHORT);
    assertThat(contest.run("xor")).isEmpty();
    assertThat(contest.failures()).containsExactly("xor: scripted failed: out of luck");
  }

  @Test
  void whatDjlHasNoStepForIsNotTimedAgainstIt() {
    Contender djl =
        new Contender("djl", ImmutableList.of("no-such-program"), ImmutableMap.of(), false);
    Contest contest = new Contest(ADJOINT, ImmutableList.of(djl), SHORT);
    assertThat(contest.run("gru-64-128")).isEmpty();
    assertThat(contest.failures())
        .containsExactly("gru-64-128: DJL has no step for it; compare with --jax");
  }

  @Test
  void peerThatDoesNotStartIsNamed() {
    Contender absent =
        new Contender("absent", ImmutableList.of("no-such-program"), ImmutableMap.of(), false);
    assertThatThrownBy(() -> absent.start("xor"))
        .isInstanceOf(ContestException.class)
        .hasMessageStartingWith("absent does not start: ");
  }

  @Test
  void pythonThatDoesNotStartIsNamedWithACure() {
    assertThatThrownBy(() -> Contender.python(Path.of("no-such-python"), 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no-such-python does not start; name a Python that has numpy, jax, optax and torch with"
                + " --python PATH");
  }

  /** Returns a contender that runs a small Java program. */
  private Contender scripted(String source, boolean mayFail) throws IOException {
    Path file = Files.writeString(folder.resolve("Scripted.java"), source);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Contender(
        "scripted", ImmutableList.of(java, file.toString()), ImmutableMap.of(), mayFail);
  }
}
