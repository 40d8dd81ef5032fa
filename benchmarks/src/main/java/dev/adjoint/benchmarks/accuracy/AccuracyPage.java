// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page about what was measured. */
final class AccuracyPage {
  private static final String INTRODUCTION =
      """
      # Accuracy

      How far the functions of one argument, and their first derivatives, are from the true values: the largest error in
      units in the last place (ulp), and the input where it is. A result that is the nearest number of the format is off by
      0.5 ulp at most.

      ```sh
      ./run accuracy
      ```

      measures all of it again and rewrites this page; `--only exp,tanh` measures some functions, `--help` lists the options.
      `AccuracyTests` holds a sample of every row, with the same inputs at all edges, against the figures of this page.

      - **What is run**: compiled programs, value and gradient together, as a training runs them.
      - **F32**: all 2³² inputs where the last column says "all", else so many, evenly spread over all bit patterns, and
        2,000 neighbours on both sides of each edge: ±0, the smallest and largest numbers, ±∞, poles, zeros, kinks and
        the seams of each function. A block is held against the function in F64; where that shows a new largest error,
        the true value decides.
      - **F64**: as many inputs as the last column says, of several kinds: any bit pattern, the range where most happens, next to multiples of π/2, and
        next to edges.
      - **The true values** have some 100 bits and no end of the range. They are computed by other formulas, in
        `dev.adjoint.benchmarks.accuracy`, and are themselves held against mpmath by `WideTests`.
      - **Right at the ends**: the sign of a zero, ∞ and NaN must be those of the true value. A row that failed would say so.
      - **° at a zero that is no floating number**: the function is small there because terms cancel. An error of a value
        below 2⁻⁸ of them counts in units of 2⁻⁸, in all F64 and F32 rows of the functions so marked.
      """;

  private AccuracyPage() {}

  /** Writes the page. */
  static void write(AccuracyTable table, Path file) throws IOException {
    Files.writeString(file, text(table));
  }

  /** Returns the text. */
  static String text(AccuracyTable table) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n").append(summary(table)).append("\n");
    section(page, table, "Elementary functions", ElementaryList.all());
    section(page, table, "Special functions", SpecialList.all());
    section(page, table, "Activations", ActivationList.all());
    page.append("\n## Rows over 1 ulp\n\n| function | | why |\n| --- | --- | --- |\n");
    for (Measured function : Measured.all()) {
      String over = over(table, function).collect(joining(", "));
      if (!over.isEmpty()) {
        page.append("| `%s` | %s | %s |\n".formatted(function.name(), over, function.reason()));
      }
    }
    return page.toString();
  }

  private static String summary(AccuracyTable table) {
    List<AccuracyRow> rows =
        Measured.all().stream().flatMap(function -> rows(table, function)).toList();
    long good = rows.stream().filter(AccuracyRow::isGood).count();
    long whole = rows.stream().filter(row -> row.points() == AccuracyRow.ALL).count();
    return "**%s of %s rows are within 1 ulp.** %s rows were run over all 2³² inputs.\n"
        .formatted(good, rows.size(), whole);
  }

  /** Returns the rows of a function that there are. */
  static Stream<AccuracyRow> rows(AccuracyTable table, Measured function) {
    return Stream.of("F32,0", "F32,1", "F64,0", "F64,1")
        .map(key -> table.row(function.name() + "," + key))
        .filter(row -> row != null);
  }

  /** Returns which rows of a function are over 1 ulp. */
  static Stream<String> over(AccuracyTable table, Measured function) {
    return rows(table, function)
        .filter(row -> !row.isGood())
        .map(row -> row.dtype().name() + (row.order() == 0 ? " value" : " derivative"));
  }

  private static void section(
      StringBuilder page, AccuracyTable table, String title, ImmutableList<Measured> functions) {
    page.append("\n## ").append(title).append("\n\n");
    page.append(
        "| function | F32 | at | derivative | at | F64 | at | derivative | at | inputs |\n");
    page.append("| --- | --: | --- | --: | --- | --: | --- | --: | --- | --- |\n");
    for (Measured function : functions) {
      AccuracyRow first = table.row(function.name() + ",F32,0");
      page.append("| `").append(function.name()).append("`");
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        for (int order = 0; order < 2; order++) {
          AccuracyRow row = table.row("%s,%s,%s".formatted(function.name(), dtype.name(), order));
          page.append(" | ").append(error(row, function.hasFloor(order)));
          page.append(" | ").append(row == null || row.ulps() == 0 ? "" : number(row.at()));
        }
      }
      page.append(" | ").append(first == null ? "" : inputs(table, function)).append(" |\n");
    }
  }

  private static String error(@Nullable AccuracyRow row, boolean floor) {
    if (row == null) {
      return "not run";
    }
    String wrong =
        row.wrong() == 0 ? "" : ", %s wrong, first at %s".formatted(row.wrong(), row.wrongAt());
    // Rounded up, so that a bound is what it says
    double up = Math.ceil(row.ulps() * 1000) / 1000;
    String text =
        row.ulps() == 0
            ? "exact"
            : up < 100
                ? String.format(Locale.ROOT, "%.3f", up)
                : String.format(Locale.ROOT, "%.1e", row.ulps());
    return (row.isGood() ? text : "**" + text + "**") + (floor ? "°" : "") + wrong;
  }

  private static String number(double x) {
    String text = String.format(Locale.ROOT, "%.7g", x);
    int end = text.contains("e") ? text.indexOf('e') : text.length();
    String digits = text.substring(0, end).replaceFirst("\\.?0+$", "");
    return (digits + text.substring(end)).replace('-', '−');
  }

  private static String inputs(AccuracyTable table, Measured function) {
    return rows(table, function)
        .filter(row -> row.order() == 0)
        .map(row -> row.points() == AccuracyRow.ALL ? "all" : power(row.points()))
        .collect(joining(", "));
  }

  private static String power(long points) {
    if (points % 1_000_000 == 0) {
      return points / 1_000_000 + "·10⁶";
    }
    return points % 100_000 == 0 ? points / 100_000 + "·10⁵" : "2³²/" + AccuracyRow.ALL / points;
  }
}
