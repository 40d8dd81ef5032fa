// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The texts that come out of a run. */
final class ContestReport {
  private static final String LINE = "%-20s %12s  %-14s %12s  %8s";

  private ContestReport() {}

  /** Returns the head of the table on the screen. */
  static String tableHead() {
    return String.format(Locale.ROOT, LINE, "workload", "adjoint µs", "peer", "peer µs", "ratio");
  }

  /** Returns a line of the table on the screen. */
  static String tableLine(Row row) {
    return String.format(
        Locale.ROOT,
        LINE,
        row.workload(),
        micros(row.adjointMicros()),
        row.peer(),
        micros(row.peerMicros()),
        ratio(row.ratio()));
  }

  /** Returns the rows as CSV, times in microseconds. */
  static String csv(List<Row> rows) {
    StringBuilder out = new StringBuilder("workload,adjoint_us,peer,peer_us,ratio\n");
    for (Row row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s,%.3f,%s,%.3f,%.5f%n",
              row.workload(),
              row.adjointMicros(),
              row.peer(),
              row.peerMicros(),
              row.ratio()));
    }
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  /**
   * Returns the rows as Markdown, with what one must know to make sense of them.
   *
   * @param failures what was left out, and why
   * @param versions what the peers are, by name
   * @param settings how it was measured, in a sentence
   */
  static String markdown(
      List<Row> rows,
      List<String> failures,
      Map<String, String> versions,
      String settings,
      Machine machine,
      LocalDate date) {
    StringBuilder out = new StringBuilder("# Adjoint beside its peers\n\n");
    out.append("Microseconds for a whole step, from `./run peers`, ").append(date).append(". ");
    out.append(settings).append("\nA ratio under 1 says that Adjoint is faster.\n\n");
    out.append("Machine: ").append(machine).append(".\n\n");
    out.append("| step | Adjoint | peer | its time | ratio |\n|---|--:|---|--:|--:|\n");
    String before = "";
    for (Row row : rows) {
      String step = Workloads.named(row.workload()).summary() + " (`" + row.workload() + "`)";
      out.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  row.workload().equals(before) ? "" : step,
                  micros(row.adjointMicros()),
                  row.peer(),
                  micros(row.peerMicros()),
                  ratio(row.ratio())));
      before = row.workload();
    }
    out.append('\n');
    versions.forEach((peer, version) -> out.append("- `%s`: %s%n".formatted(peer, version)));
    failures.forEach(line -> out.append("- left out: ").append(line).append('\n'));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  /** Returns a time with the digits that mean something. */
  private static String micros(double micros) {
    String format = micros < 10 ? "%.2f" : micros < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, micros);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.4f" : "%.2f", ratio);
  }
}
