// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A contender's process at work on one workload: the command's side of {@link StepServer}. */
final class Session implements AutoCloseable {
  private static final int SHOWN_ERROR_LINES = 15;

  private final String name;
  private final PeerProcess process;
  private final Path errors;
  private final Ready ready;

  /**
   * What a contender says of itself before it is timed.
   *
   * @param first the figures at the initial weights
   * @param laterLoss the loss after some steps
   * @param version what it is
   */
  record Ready(Step.Figures first, double laterLoss, String version) {}

  private Session(String name, Process process, Path errors) {
    this.name = name;
    this.process = new PeerProcess(process);
    this.errors = errors;
    List<String> words = Splitter.on(' ').limit(5).splitToList(answer("ready"));
    this.ready =
        new Ready(
            new Step.Figures(Double.parseDouble(words.get(1)), Double.parseDouble(words.get(2))),
            Double.parseDouble(words.get(3)),
            words.get(4));
  }

  /**
   * Returns the session of a process that was just started, once it is ready.
   *
   * @param errors where its error stream goes
   * @throws ContestException if it does not get ready
   */
  static Session over(String name, Process process, Path errors) {
    try {
      return new Session(name, process, errors);
    } catch (ContestException e) {
      process.destroy();
      throw e;
    }
  }

  /** Returns what the contender said of itself. */
  Ready ready() {
    return ready;
  }

  /**
   * Returns the median time of a step in microseconds, over some seconds of steps.
   *
   * @throws ContestException if the process fails
   */
  double time(double seconds) {
    process.say("time " + seconds);
    return Double.parseDouble(answer("took").substring("took ".length()));
  }

  private String answer(String expected) {
    try {
      String line = process.hear();
      if (line != null && line.startsWith(expected + " ")) {
        return line;
      }
      throw new ContestException(
          "%s failed%s%n%s"
              .formatted(
                  name,
                  line == null ? "" : ": " + line.replaceFirst("^failed ", ""),
                  String.join(System.lineSeparator(), lastErrors())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lastErrors() throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_ERROR_LINES), lines.size());
  }

  /** Hangs up and waits for the process to end. */
  @Override
  public void close() {
    process.close();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
