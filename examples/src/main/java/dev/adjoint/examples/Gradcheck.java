// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import com.google.common.collect.ImmutableList;
import dev.adjoint.examples.command.Bar;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Nearest;
import dev.adjoint.examples.command.WholeNumber;
import dev.adjoint.gradcheck.Finding;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.Report;
import dev.adjoint.gradcheck.SmallestCase;
import dev.adjoint.gradcheck.Verdict;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the gradients of ops on their samples: those of the catalog, or of a class by name. */
@Command(
    name = "gradcheck",
    description = {
      "Checks the gradients of ops on the samples that they state.",
      "Exits with 0 if all are right, 1 if one is wrong, 3 if none is but one cannot be told."
    })
public final class Gradcheck implements Callable<Integer> {
  private static final int INCONCLUSIVE = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "OP",
      arity = "0..*",
      description =
          "An op of the catalog, such as softmax, or a class with a static method info().")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "Checks the whole catalog.")
  private boolean all;

  @Option(
      names = "--order",
      paramLabel = "N",
      defaultValue = "2",
      converter = WholeNumber.Count.class,
      description = "Checks derivatives up to this order; ${DEFAULT-VALUE} unless said.")
  private int order;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the reports to this file, as an array of JSON.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes a page to this file: the first report that is wrong, else the first that cannot"
              + " be told, else the first.")
  private @Nullable Path html;

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Gradcheck(), args);
  }

  @Override
  public Integer call() throws IOException {
    List<OpInfo> ops = new ArrayList<>(all ? OpCatalog.ops() : ImmutableList.of());
    names.forEach(name -> ops.add(find(name)));
    if (ops.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no op is named: name some, or say --all for the whole catalog");
    }
    List<Report> reports = new ArrayList<>();
    try (Bar bar = Bar.of("checking", ops.size())) {
      for (OpInfo op : ops) {
        for (Sample sample : op.samples()) {
          GradCheck check = GradCheck.of(sample).order(order).allowing(Finding.Kind.VACUOUS);
          Report report = check.run();
          print(report);
          if (report.verdict() == Verdict.WRONG) {
            check.shrink().ifPresent(this::print);
          }
          reports.add(report);
        }
        bar.step();
      }
    }
    write(reports);
    long wrong = count(reports, Verdict.WRONG);
    long unknown = count(reports, Verdict.INCONCLUSIVE);
    spec.commandLine()
        .getOut()
        .println(reports.size() + " samples: " + wrong + " wrong, " + unknown + " inconclusive");
    return wrong > 0 ? 1 : unknown > 0 ? INCONCLUSIVE : 0;
  }

  private static long count(List<Report> reports, Verdict verdict) {
    return reports.stream().filter(report -> report.verdict() == verdict).count();
  }

  private void write(List<Report> reports) throws IOException {
    if (json != null) {
      Files.writeString(
          json,
          reports.stream()
              .map(r -> r.json().strip())
              .collect(Collectors.joining(",\n", "[", "]\n")));
    }
    if (html != null) {
      // Verdicts are ordered from right to wrong.
      Files.writeString(
          html,
          reports.stream().min(Comparator.comparing(Report::verdict).reversed()).get().html());
    }
  }

  /** Prints the verdict, and the whole report unless it is good. */
  private void print(Report report) {
    String text = report.toString();
    spec.commandLine().getOut().println(report.passed() ? text.lines().findFirst().get() : text);
    spec.commandLine().getOut().flush();
  }

  private void print(SmallestCase smallest) {
    spec.commandLine().getOut().println("The smallest case that fails, as a test:\n\n" + smallest);
  }

  private OpInfo find(String name) {
    for (OpInfo op : OpCatalog.ops()) {
      if (op.type().getSimpleName().equalsIgnoreCase(name) || op.type().getName().equals(name)) {
        return op;
      }
    }
    if (name.contains(".")) {
      return load(name);
    }
    List<String> known = OpCatalog.ops().stream().map(op -> op.type().getSimpleName()).toList();
    String near = Nearest.to(name, known).map(n -> ": did you mean " + n + "?").orElse("");
    throw new ParameterException(
        spec.commandLine(), "no op of the catalog is called '" + name + "'" + near);
  }

  private OpInfo load(String name) {
    try {
      return (OpInfo) Class.forName(name).getMethod("info").invoke(null);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + name + "' is no class with a public static method OpInfo info(): " + e);
    }
  }
}
