// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The texts that come out of a run. */
final class OpsReport {
  /** The ratio over which a row is marked. */
  private static final double BOUND = 1.2;

  private static final String PEER_COLUMNS = "torch,jax";

  private OpsReport() {}

  /** Returns a line of the table on the screen. */
  static String line(OpRow row) {
    return String.format(
        Locale.ROOT,
        "%-46s %11.1f  %11.1f  %11.1f  %6.2f",
        row.name(),
        row.adjoint(),
        time(row, "torch"),
        time(row, "jax"),
        row.ratio());
  }

  private static double time(OpRow row, String peer) {
    return row.peers().getOrDefault(peer, Double.NaN);
  }

  /** Returns the rows as CSV, times in microseconds. */
  static String csv(List<OpRow> rows) {
    StringBuilder out = new StringBuilder("op,adjoint_us," + PEER_COLUMNS + ",ratio\n");
    for (OpRow row : rows) {
      out.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%.3f,%.3f,%.3f,%.4f\n",
              row.name(),
              row.adjoint(),
              time(row, "torch"),
              time(row, "jax"),
              row.ratio()));
    }
    return out.toString();
  }

  /** Returns the geometric mean of the ratios to the better peer. */
  static double mean(List<OpRow> rows) {
    return Math.exp(rows.stream().mapToDouble(row -> Math.log(row.ratio())).average().orElse(0));
  }

  /** Returns the rows as Markdown. */
  static String markdown(
      List<OpRow> rows, List<String> failures, String machine, int threads, LocalDate date) {
    StringBuilder out = new StringBuilder("# Single ops beside PyTorch and JAX\n\n");
    long over = rows.stream().filter(row -> row.ratio() > BOUND).count();
    out.append(
        String.format(
            Locale.ROOT,
            "Microseconds for an op, the mean of its square and the gradient by all inputs, from `./run"
                + " peers ops`,\n%s, %d threads each, in turn. The ratio is to the better peer: under 1,"
                + " Adjoint is faster. Its geometric mean is\n**%.2f**; %d of %d rows are over %s.\n\n"
                + "Machine: %s.\n\n",
            date,
            threads,
            mean(rows),
            over,
            rows.size(),
            BOUND,
            machine));
    out.append("| op | Adjoint | PyTorch | JAX | ratio |\n|---|--:|--:|--:|--:|\n");
    for (OpRow row : rows) {
      String mark = row.ratio() > BOUND ? "**" : "";
      out.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %,.1f | %,.1f | %,.1f | %s%.2f%s |\n",
              row.name(),
              row.adjoint(),
              time(row, "torch"),
              time(row, "jax"),
              mark,
              row.ratio(),
              mark));
    }
    failures.forEach(failure -> out.append("\n- left out: ").append(failure));
    return failures.isEmpty() ? out.toString() : out.append('\n').toString();
  }
}
