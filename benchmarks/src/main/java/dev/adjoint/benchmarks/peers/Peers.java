// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.adjoint.benchmarks.CommandLines;
import dev.adjoint.benchmarks.peers.ops.OpsPeers;
import dev.adjoint.exec.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times whole steps of Adjoint and of its peers in turn, and prints the ratios. */
@Command(
    name = "peers",
    description = {
      "Times whole training steps of Adjoint and of PyTorch through DJL in turn.",
      "A run of all steps writes peers-KIND.csv and .md, KIND being that of the processor."
    },
    subcommands = OpsPeers.class,
    sortOptions = false)
public final class Peers implements Callable<Integer> {
  private static final int PROFILED_RUNS = 101;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--only", paramLabel = "NAME", description = "Runs one row; writes no files.")
  private Optional<String> only = Optional.empty();

  @Option(
      names = "--jax",
      description = "Adds JAX and PyTorch, eager and compiled, from a Python that has them.")
  private boolean jax;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "That Python; python3 if not given.")
  private Optional<Path> python = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many threads each contender has; ${DEFAULT-VALUE} if not given.")
  private int threads;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description = "How long each runs before it is timed; ${DEFAULT-VALUE} if not given.")
  private double warmUp;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "11",
      description = "How often each is timed; ${DEFAULT-VALUE} if not given.")
  private int rounds;

  @Option(
      names = "--block",
      paramLabel = "SECONDS",
      defaultValue = "0.4",
      description = "How long each time; ${DEFAULT-VALUE} if not given.")
  private double block;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "benchmarks/results",
      description = "Where to write the files; ${DEFAULT-VALUE} of the project if not given.")
  private Path results = Path.of("");

  @Option(
      names = "--start-up",
      description = {
        "Measures instead how Adjoint and DJL get going: the first step, 90 %% of the final speed,",
        "memory. A run of all steps writes start-up.md."
      })
  private boolean startUp;

  @Option(
      names = "--profile",
      description = {
        "Prints where Adjoint's time goes instead, step by step of its plan; needs --only.",
        "It is all done in this process, on as many threads as there are processors."
      })
  private boolean profile;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  /** Runs the command. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  /** Returns the command line; what a user can mend is said in a line. */
  public static CommandLine commandLine() {
    return CommandLines.of(
        new Peers(),
        "peers",
        e ->
            e instanceof IOException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException);
  }

  /** Returns where to write the files. */
  public Path results() {
    return results;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Optional<Workload> one = only.map(Workloads::named);
    if (profile) {
      spec.commandLine().getOut().println(profile(one.orElseThrow()));
      return CommandLine.ExitCode.OK;
    }
    ImmutableList<Workload> workloads = one.map(ImmutableList::of).orElseGet(Workloads::all);
    Machine machine = Machine.here();
    if (startUp) {
      return startUp(workloads, machine);
    }
    Contest contest =
        new Contest(Contender.adjoint(threads), peers(), new TimingPlan(warmUp, rounds, block));
    PrintWriter out = spec.commandLine().getOut();
    out.println(machine);
    if (machine.isBusy()) {
      spec.commandLine().getErr().println("peers: the machine is busy: do not trust these figures");
    }
    out.println(ContestReport.tableHead());
    out.flush();
    List<Row> rows = new ArrayList<>();
    int failed = 0;
    for (Workload workload : workloads) {
      try {
        ImmutableList<Row> more = contest.run(workload.name());
        more.forEach(row -> out.println(ContestReport.tableLine(row)));
        out.flush();
        rows.addAll(more);
      } catch (ContestException e) {
        failed++;
        spec.commandLine().getErr().println("peers: " + workload.name() + ": " + e.getMessage());
      }
    }
    contest.failures().forEach(out::println);
    if (failed > 0) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (one.isEmpty()) {
      write(rows, contest, machine);
      String name = "peers-" + machine.kind();
      out.println("wrote " + name + ".csv and " + name + ".md to " + results);
    }
    return CommandLine.ExitCode.OK;
  }

  private void check() {
    Preconditions.checkArgument(jax || python.isEmpty(), "--python is for --jax; add it");
    Preconditions.checkArgument(only.isPresent() || !profile, "--profile needs --only NAME");
    Preconditions.checkArgument(threads > 0, "--threads must be positive: %s", threads);
    Preconditions.checkArgument(rounds > 0, "--rounds must be positive: %s", rounds);
    Preconditions.checkArgument(warmUp > 0, "--warm-up must be positive: %s", warmUp);
    Preconditions.checkArgument(block > 0, "--block must be positive: %s", block);
    if (only.isEmpty()) {
      CommandLines.checkFolder("--results", results);
    }
  }

  private Profile profile(Workload workload) {
    AdjointStep step = workload.adjoint();
    new StepTimer(step).median(warmUp);
    return step.profile(PROFILED_RUNS);
  }

  private int startUp(ImmutableList<Workload> workloads, Machine machine) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ImmutableList<Contender> both =
        ImmutableList.of(Contender.adjoint(threads), Contender.djl(threads));
    StartUpTable table = new StartUpTable(both, warmUp);
    out.println(machine);
    out.println(StartUpTable.head());
    for (Workload workload : Iterables.filter(workloads, Workload::isInDjl)) {
      table.add(workload).forEach(out::println);
      out.flush();
    }
    if (only.isEmpty()) {
      Files.createDirectories(results);
      Files.writeString(results.resolve("start-up.md"), table.markdown(machine, LocalDate.now()));
      out.println("wrote start-up.md to " + results);
    }
    return CommandLine.ExitCode.OK;
  }

  private ImmutableList<Contender> peers() throws IOException {
    ImmutableList.Builder<Contender> peers = ImmutableList.builder();
    peers.add(Contender.djl(threads));
    if (jax) {
      peers.addAll(Contender.python(python.orElse(Path.of("python3")), threads));
    }
    return peers.build();
  }

  private void write(List<Row> rows, Contest contest, Machine machine) throws IOException {
    String settings =
        String.format(
            Locale.ROOT,
            "F32, %d threads each; medians of %d rounds of %s s in turn, each contender in a"
                + " process of its own, warmed up for %s s; the ratio is the median over the"
                + " rounds.",
            threads,
            rounds,
            block,
            warmUp);
    Files.createDirectories(results);
    Files.writeString(results.resolve("peers-" + machine.kind() + ".csv"), ContestReport.csv(rows));
    Files.writeString(
        results.resolve("peers-" + machine.kind() + ".md"),
        ContestReport.markdown(
            rows, contest.failures(), contest.versions(), settings, machine, LocalDate.now()));
  }
}
