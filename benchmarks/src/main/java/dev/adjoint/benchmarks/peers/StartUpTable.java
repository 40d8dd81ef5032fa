// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import java.time.LocalDate;
import java.util.Locale;

/** How contenders get going, workload by workload. */
final class StartUpTable {
  private static final String LINE = "%-20s %-8s %9s %9s %9s %9s %12s";

  private final ImmutableList<Contender> contenders;
  private final double seconds;
  private final StringBuilder rows = new StringBuilder();

  /**
   * Makes an empty table.
   *
   * @param seconds how long each contender does steps of each workload
   */
  StartUpTable(ImmutableList<Contender> contenders, double seconds) {
    this.contenders = contenders;
    this.seconds = seconds;
  }

  /** Returns the head of the table on the screen. */
  static String head() {
    return String.format(
        Locale.ROOT, LINE, "workload", "", "made s", "compile s", "first s", "90 % s", "growth MB");
  }

  /**
   * Measures a workload and returns its lines on the screen.
   *
   * @throws ContestException if a contender fails
   */
  ImmutableList<String> add(Workload workload) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (Contender contender : contenders) {
      StartUp it = contender.startUp(workload.name(), seconds);
      Object[] cells = {
        workload.name(),
        contender.name(),
        seconds(it.made()),
        Double.isNaN(it.compiled()) ? "" : seconds(it.compiled()),
        seconds(it.first()),
        seconds(it.steady()),
        String.format(Locale.ROOT, "%.0f", it.megabytes())
      };
      lines.add(String.format(Locale.ROOT, LINE, cells));
      rows.append(String.format(Locale.ROOT, "| `%s` | %s | %s | %s | %s | %s | %s |\n", cells));
    }
    return lines.build();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }

  /** Returns the table as Markdown, with what one must know to make sense of it. */
  String markdown(Machine machine, LocalDate date) {
    return """
    # How Adjoint and DJL get going

    From `./run peers --start-up`, %s. Seconds from the start of a JVM of its own until the step \
    is made (for Adjoint: traced, differentiated and compiled), how many of these \
    `Program.compile` took, the seconds until the first step is finished, \
    and until steps run at %s %% of the speed they have after %s s; then by how much the resident \
    memory of the process grew from before the making to its peak, in megabytes. Adjoint's JVM \
    has 48 megabytes for new objects (`-Xmn48m`), of which steps need none.

    Machine: %s.

    | step | | made | compile | first | steady | growth |
    |---|---|--:|--:|--:|--:|--:|
    """
            .formatted(date, Math.round(100 * StartUp.SPEED), seconds, machine)
        + rows;
  }
}
