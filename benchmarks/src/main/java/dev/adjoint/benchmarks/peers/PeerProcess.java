// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A contender's process, which answers each line with a line. */
public final class PeerProcess implements AutoCloseable {
  private static final int GRACE_SECONDS = 10;

  private final Process process;
  private final BufferedReader in;
  private final PrintWriter out;

  /** Talks to a process that was just started. */
  public PeerProcess(Process process) {
    this.process = process;
    in = process.inputReader(StandardCharsets.UTF_8);
    out = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Sends a line. */
  public void say(String line) {
    out.println(line);
  }

  /** Returns the next line, null if the process has ended. */
  public @Nullable String hear() throws IOException {
    return in.readLine();
  }

  /** Hangs up and waits for the process to end. */
  @Override
  public void close() {
    out.close();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
