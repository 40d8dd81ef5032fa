// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints reports as text. */
final class ReportTable {
  private static final int MOST_ROWS = 20;
  private static final int MOST_NUMBERS = 8;
  private static final List<String> HEAD =
      List.of("order", "point", "input", "index", "analytic", "numeric", "error", "tolerance", "");

  private ReportTable() {}

  /** Returns the report as text. */
  static String print(Report report) {
    StringBuilder out = new StringBuilder();
    out.append(
        "gradcheck of %s: %s (order %s, seed %s, %s entries)\n"
            .formatted(
                report.name(),
                report.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                report.order(),
                report.seed(),
                report.entries().size()));
    report.findings().forEach(f -> out.append("  ").append(f).append('\n'));
    report.diagnosis().ifPresent(d -> appendDiagnosis(d, out));
    report.notes().forEach(n -> out.append("  note: ").append(n).append('\n'));
    long below = report.entries().stream().filter(Entry::isBelowNoise).count();
    if (below > 0) {
      out.append("  note: %s entries are too small to be told from zero\n".formatted(below));
    }
    appendTable(report, out);
    return out.toString();
  }

  private static void appendDiagnosis(FaultDiagnosis diagnosis, StringBuilder out) {
    diagnosis.culprits().forEach(c -> out.append("  op: ").append(c).append('\n'));
    if (diagnosis.culprits().isEmpty() && diagnosis.order() == 1) {
      out.append("  op: none is wrong by itself; look at what detaches a value, or at a kink\n");
    }
    for (Tensor cotangent : diagnosis.cotangents()) {
      if (cotangent.size() <= MOST_NUMBERS) {
        out.append("  cotangent: ")
            .append(cotangent.type())
            .append(' ')
            .append(Arrays.toString(cotangent.toDoubleArray()))
            .append('\n');
      }
    }
  }

  private static void appendTable(Report report, StringBuilder out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    report.entries().stream()
        .sorted(
            Comparator.comparing((Entry e) -> e.fault().isEmpty())
                .thenComparing(Comparator.comparingDouble(ReportTable::severity).reversed()))
        .limit(MOST_ROWS)
        .map(ReportTable::row)
        .forEach(rows::add);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < HEAD.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
        line.append("  ").append(" ".repeat(width - row.get(at).length())).append(row.get(at));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    if (report.entries().size() > MOST_ROWS) {
      out.append("  … and %s more\n".formatted(report.entries().size() - MOST_ROWS));
    }
  }

  private static double severity(Entry entry) {
    double ratio = entry.error() / entry.tolerance();
    return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
  }

  private static List<String> row(Entry entry) {
    return List.of(
        String.valueOf(entry.order()),
        entry.where().isEmpty() ? "given" : entry.where().replaceFirst("^at the point ", ""),
        entry.input(),
        entry.index().toString(),
        number("%.12g", entry.analytic()),
        number("%.12g", entry.numeric()),
        number("%.2g", entry.error()),
        number("%.2g", entry.tolerance()),
        entry.fault().map(kind -> "← " + kind).orElse(""));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
