// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The contender's side of the conversation between the command and a contender's process, in lines
 * of text. On the standard output, which nothing else may use:
 *
 * <pre>{@code
 * contender: ready LOSS NORM LATER VERSION     or     failed MESSAGE
 * command:   time SECONDS
 * contender: took MICROSECONDS
 * }</pre>
 *
 * <p>where {@code LOSS} and {@code NORM} are the first {@linkplain Step.Figures figures}, {@code
 * LATER} is the loss after {@value #STEPS_BEFORE_LATER} steps, which shows that the optimizers
 * agree, {@code VERSION} says what the contender is, and {@code MICROSECONDS} is the median time of
 * a step. The last two lines are repeated until the command hangs up. A process that is given a
 * number of seconds after the workload's name says instead how it {@linkplain StartUp gets going},
 * and ends.
 */
public final class StepServer {
  /** How many steps are done before the second loss. */
  public static final int STEPS_BEFORE_LATER = 3;

  private StepServer() {}

  /**
   * Serves a step over the standard streams until the command hangs up. Output of others goes to
   * the error stream.
   *
   * @param arguments those of the process: the name of the workload and, perhaps, seconds
   * @param version tells what the contender is
   * @param maker makes the step
   */
  public static void serve(
      String[] arguments, Supplier<String> version, Function<Workload, ? extends Step> maker)
      throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Workload workload = Workloads.named(arguments[0]);
    if (arguments.length > 1) {
      double seconds = Double.parseDouble(arguments[1]);
      out.println(StartUp.measure(() -> maker.apply(workload), seconds).line());
      return;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Step step = maker.apply(workload)) {
      out.println(ready(step) + " " + version.get());
      StepTimer timer = new StepTimer(step);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println("took " + timer.median(Double.parseDouble(line.replace("time ", ""))));
      }
    } catch (RuntimeException e) {
      out.println("failed " + e);
      throw e;
    }
  }

  private static String ready(Step step) {
    Step.Figures first = step.figures();
    for (int i = 0; i < STEPS_BEFORE_LATER; i++) {
      step.run();
    }
    return "ready %s %s %s".formatted(first.loss(), first.gradientNorm(), step.figures().loss());
  }
}
