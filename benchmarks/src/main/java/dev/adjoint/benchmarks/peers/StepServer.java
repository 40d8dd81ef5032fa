package dev.adjoint.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
 * a step. The last two lines are repeated until the command hangs up.
 */
public final class StepServer {
  /** How many steps are done before the second loss. */
  public static final int STEPS_BEFORE_LATER = 3;

  private StepServer() {}

  /**
   * Serves a step over the standard streams until the command hangs up. Output of others goes to
   * the error stream.
   *
   * @param version what the contender is
   * @param maker makes the step
   */
  public static void serve(String version, Supplier<? extends Step> maker) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Step step = maker.get()) {
      out.println(ready(step) + " " + version);
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
