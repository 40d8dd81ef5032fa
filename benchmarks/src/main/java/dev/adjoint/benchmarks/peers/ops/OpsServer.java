// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import com.google.common.collect.Maps;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.StepTimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The process of Adjoint. In lines of text over the standard streams, until the command hangs up:
 *
 * <pre>{@code
 * command:   op NAME DTYPE INPUT…
 * contender: ready LOSS NORM     or     failed MESSAGE
 * command:   time SECONDS
 * contender: took MICROSECONDS
 * }</pre>
 *
 * <p>where {@code NORM} is that of the gradient by the first input, and {@code MICROSECONDS} is the
 * median time of the last op with its gradient.
 */
public final class OpsServer {
  private OpsServer() {}

  /** Serves. */
  public static void main(String... args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Map<String, OpCase> cases = Maps.uniqueIndex(OpCases.all(), OpCase::line);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StepTimer timer = null;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      OpCase next = cases.get(line);
      try {
        if (next != null) {
          Step step = next.adjoint();
          Step.Figures figures = step.figures();
          timer = new StepTimer(step);
          out.println("ready " + figures.loss() + " " + figures.gradientNorm());
        } else if (timer != null) {
          out.println("took " + timer.median(Double.parseDouble(line.replace("time ", ""))));
        }
      } catch (RuntimeException e) {
        out.println("failed " + e);
      }
    }
  }
}
