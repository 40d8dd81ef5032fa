// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.benchmarks.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the errors of all functions of one argument and writes the page about them. */
@Command(
    name = "accuracy",
    description = {
      "Measures the largest errors of the functions of one argument and of their derivatives, in",
      "F32 at all 2^32 inputs and in F64 at 10^7, and writes benchmarks/results/accuracy.csv and",
      "docs/accuracy.md. Every function that is done is kept: it may be stopped and continued",
      "with --only. All of it takes some hours."
    },
    sortOptions = false)
public final class Accuracy implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder of the project; where it is started if not given.")
  private Path root = Path.of(".");

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Measures these functions; all if not given.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "1",
      description = "Takes every N-th float; all if not given, none if 0.")
  private int stride;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "How many doubles to take; ${DEFAULT-VALUE} if not given.")
  private long points;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads to take; as many as there are processors if not given.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--page", description = "Measures nothing and writes the page anew.")
  private boolean page;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  /** Runs the command. */
  public static void main(String... args) {
    // The threads are those of the blocks
    System.setProperty("adjoint.threads", "1");
    CommandLine line =
        CommandLines.of(new Accuracy(), "accuracy", e -> e instanceof IllegalArgumentException);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Path file = root.resolve("benchmarks/results/accuracy.csv");
    AccuracyTable table = AccuracyTable.read(file);
    if (!page) {
      for (Measured function : functions()) {
        measure(function, table);
        table.write(file);
      }
    }
    table.write(file);
    AccuracyPage.write(table, root.resolve("docs/accuracy.md"));
    return CommandLine.ExitCode.OK;
  }

  private ImmutableList<Measured> functions() {
    ImmutableList<Measured> all = Measured.all();
    if (only.isEmpty()) {
      return all;
    }
    ImmutableSet<String> names =
        all.stream().map(Measured::name).collect(ImmutableSet.toImmutableSet());
    for (String name : only) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "--only: no function is called '" + name + "'; there are " + String.join(", ", names));
      }
    }
    return all.stream()
        .filter(function -> only.contains(function.name()))
        .collect(ImmutableList.toImmutableList());
  }

  private void measure(Measured function, AccuracyTable table)
      throws InterruptedException, ExecutionException {
    PrintWriter out = spec.commandLine().getOut();
    Measurement measurement = Measurement.whole(function, threads);
    List<AccuracyRow> rows = new ArrayList<>();
    long start = System.nanoTime();
    if (stride > 0) {
      rows.addAll(measurement.floats(stride));
    }
    if (points > 0) {
      rows.addAll(measurement.doubles(points));
    }
    table.put(rows);
    for (AccuracyRow row : rows) {
      out.printf(
          Locale.ROOT,
          "%-18s %s %s %12.4g ulp at %-24s %s%n",
          row.function(),
          row.dtype(),
          row.order() == 0 ? "value     " : "derivative",
          row.ulps(),
          row.at(),
          row.wrong() == 0 ? "" : row.wrong() + " wrong, first at " + row.wrongAt());
    }
    out.printf(Locale.ROOT, "%-18s %.1f s%n", function.name(), (System.nanoTime() - start) / 1e9);
    out.flush();
  }
}
