// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.adjoint.benchmarks.peers.PeerProcess;
import dev.adjoint.benchmarks.peers.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A contender's process, which does one op after the other: the other side of the server's. */
final class OpsSession implements AutoCloseable {
  private final String name;
  private final PeerProcess process;

  /** Starts a process. */
  OpsSession(String name, ImmutableList<String> command, Map<String, String> environment)
      throws IOException {
    this.name = name;
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    process = new PeerProcess(builder.start());
  }

  /** Returns what the files say. */
  String name() {
    return name;
  }

  /**
   * Prepares an op, and returns its figures.
   *
   * @throws IllegalStateException if the contender cannot do it
   */
  Step.Figures prepare(OpCase op) throws IOException {
    List<String> words = Splitter.on(' ').splitToList(answer(op.line(), "ready "));
    return new Step.Figures(Double.parseDouble(words.get(0)), Double.parseDouble(words.get(1)));
  }

  /** Returns the median time in microseconds of the last op, over some seconds. */
  double time(double seconds) throws IOException {
    return Double.parseDouble(answer("time " + seconds, "took "));
  }

  private String answer(String line, String expected) throws IOException {
    process.say(line);
    String answer = process.hear();
    if (answer == null || !answer.startsWith(expected)) {
      throw new IllegalStateException(
          name + ": " + (answer == null ? "the process ended" : answer));
    }
    return answer.substring(expected.length());
  }

  @Override
  public void close() {
    process.close();
  }
}
