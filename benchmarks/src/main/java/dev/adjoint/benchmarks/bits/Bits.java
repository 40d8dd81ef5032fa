// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.bits;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.benchmarks.CommandLines;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains every workload under every setting and compares all bits. */
@Command(
    name = "bits",
    description = {
      "Trains every workload with 1, 2, 3 and 8 threads, with vectors of every width and none,",
      "with cold and with hot code, and beside another program, and compares all bits of all",
      "parameters and optimizer states. Ends with 1 if a bit differs."
    },
    sortOptions = false)
public final class Bits implements Callable<Integer> {
  private final ImmutableList<Setting> settings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Takes these workloads; all if not given.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many steps to train; ${DEFAULT-VALUE} if not given.")
  private int steps;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  /** Compares all settings with the first. */
  Bits(ImmutableList<Setting> settings) {
    this.settings = settings;
  }

  /** Runs the command. */
  public static void main(String... args) {
    System.exit(commandLine(Setting.all()).execute(args));
  }

  /** Returns the command line; what a user can mend is said in a line. */
  static CommandLine commandLine(ImmutableList<Setting> settings) {
    return CommandLines.of(new Bits(settings), "bits", e -> e instanceof IllegalArgumentException);
  }

  @Override
  public Integer call() throws ExecutionException, InterruptedException {
    if (steps <= 0) {
      throw new IllegalArgumentException("--steps must be positive: " + steps);
    }
    ImmutableList<String> names =
        only.isEmpty()
            ? Workloads.all().stream().map(Workload::name).collect(ImmutableList.toImmutableList())
            : only.stream()
                .map(n -> Workloads.named(n).name())
                .collect(ImmutableList.toImmutableList());
    PrintWriter out = spec.commandLine().getOut();
    int different = 0;
    // Each setting is a process of its own that compiles on one core for most of its time.
    try (ExecutorService processes =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<ImmutableMap<String, String>>> results = new ArrayList<>();
      for (Setting setting : settings) {
        results.add(processes.submit(() -> fingerprints(setting, names, out)));
      }
      ImmutableMap<String, String> first = results.getFirst().get();
      for (int i = 0; i < settings.size(); i++) {
        different += differences(settings.get(i), first, results.get(i).get(), out);
      }
    }
    out.printf(
        Locale.ROOT,
        "%s workloads, %s steps each, %s settings: %s%n",
        names.size(),
        steps,
        settings.size(),
        different == 0 ? "the same bits everywhere" : different + " DIFFERENT");
    out.flush();
    return different == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Prints how a setting's bits differ, and returns how often they do. */
  static int differences(
      Setting setting,
      ImmutableMap<String, String> expected,
      ImmutableMap<String, String> found,
      PrintWriter out) {
    int count = 0;
    for (var entry : expected.entrySet()) {
      String right = cold(entry.getValue());
      String both = found.getOrDefault(entry.getKey(), "- -");
      if (!both.equals(right + " " + right)) {
        count++;
        out.println("  " + entry.getKey() + ": " + setting.name() + ": " + both + ", not " + right);
      }
    }
    out.printf(Locale.ROOT, "%-14s %s%n", setting.name(), count == 0 ? "same" : "DIFFERENT");
    out.flush();
    return count;
  }

  private static String cold(String both) {
    return both.substring(0, both.indexOf(' '));
  }

  /** Returns the fingerprints, cold and hot, by workload. */
  private ImmutableMap<String, String> fingerprints(
      Setting setting, ImmutableList<String> names, PrintWriter out)
      throws IOException, InterruptedException {
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .add("--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC")
            .addAll(setting.options())
            .add("-cp", System.getProperty("java.class.path"), BitsServer.class.getName())
            .add(Integer.toString(steps))
            .addAll(names)
            .build();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    ImmutableMap.Builder<String, String> fingerprints = ImmutableMap.builder();
    try (var in = process.inputReader(StandardCharsets.UTF_8)) {
      in.lines()
          .forEach(line -> {
            int space = line.indexOf(' ');
            fingerprints.put(line.substring(0, space), line.substring(space + 1));
          });
    }
    if (process.waitFor() != 0) {
      out.println("  " + setting.name() + ": the process failed: " + String.join(" ", command));
    }
    return fingerprints.buildOrThrow();
  }
}
