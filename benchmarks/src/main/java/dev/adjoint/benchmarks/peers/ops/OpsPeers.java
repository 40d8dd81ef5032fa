// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.benchmarks.CommandLines;
import dev.adjoint.benchmarks.peers.Machine;
import dev.adjoint.benchmarks.peers.Peers;
import dev.adjoint.benchmarks.peers.Statistics;
import dev.adjoint.benchmarks.peers.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Times single ops with their gradients, beside PyTorch and JAX in turn. */
@Command(
    name = "ops",
    description = {
      "Times single ops, forward with gradient, of Adjoint, PyTorch and JAX in turn, which takes",
      "some 12 minutes. A run of all of them writes ops.csv and ops.md."
    },
    sortOptions = false)
public final class OpsPeers implements Callable<Integer> {
  private static final double LOSS_BOUND = 1e-4;
  private static final double NORM_BOUND = 1e-3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private Peers parent = new Peers();

  @Option(
      names = "--only",
      paramLabel = "OP",
      split = ",",
      description = "Runs these ops alone; writes no files.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "python3",
      description = "A Python that has numpy, torch and jax; ${DEFAULT-VALUE} if not given.")
  private Path python = Path.of("python3");

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many threads each contender has; ${DEFAULT-VALUE} if not given.")
  private int threads;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0.6",
      description = "How long each runs before it is timed; ${DEFAULT-VALUE} if not given.")
  private double warmUp;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is timed; ${DEFAULT-VALUE} if not given.")
  private int rounds;

  @Option(
      names = "--block",
      paramLabel = "SECONDS",
      defaultValue = "0.1",
      description = "How long each time; ${DEFAULT-VALUE} if not given.")
  private double block;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    ImmutableList<OpCase> cases = check();
    Machine machine = Machine.here();
    PrintWriter out = spec.commandLine().getOut();
    out.println(machine);
    if (machine.isBusy()) {
      spec.commandLine().getErr().println("peers: the machine is busy: do not trust these figures");
    }
    List<OpRow> rows = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (OpsSession adjoint = adjoint();
        OpsSession torch = peer("torch");
        OpsSession jax = peer("jax")) {
      for (OpCase op : cases) {
        try {
          rows.add(row(op, List.of(adjoint, torch, jax)));
          out.println(OpsReport.line(rows.getLast()));
        } catch (IllegalStateException e) {
          failures.add(op.name() + ": " + e.getMessage());
          out.println(failures.getLast());
        }
        out.flush();
      }
    }
    out.printf(
        Locale.ROOT,
        "geometric mean of the ratios to the better peer: %.2f%n",
        OpsReport.mean(rows));
    if (only.isEmpty()) {
      write(rows, failures, machine);
    }
    return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void write(List<OpRow> rows, List<String> failures, Machine machine) throws IOException {
    Path results = parent.results();
    Files.writeString(results.resolve("ops.csv"), OpsReport.csv(rows));
    Files.writeString(
        results.resolve("ops.md"),
        OpsReport.markdown(rows, failures, machine.toString(), threads, LocalDate.now()));
    spec.commandLine().getOut().println("wrote ops.csv and ops.md to " + results);
  }

  /** Checks the options, and returns the ops to run. */
  private ImmutableList<OpCase> check() {
    Preconditions.checkArgument(threads > 0, "--threads must be positive: %s", threads);
    Preconditions.checkArgument(rounds > 0, "--rounds must be positive: %s", rounds);
    Preconditions.checkArgument(warmUp > 0, "--warm-up must be positive: %s", warmUp);
    Preconditions.checkArgument(block > 0, "--block must be positive: %s", block);
    if (only.isEmpty()) {
      CommandLines.checkFolder("--results", parent.results());
    }
    ImmutableList<OpCase> all = OpCases.all();
    List<String> names = all.stream().map(OpCase::op).distinct().toList();
    for (String name : only) {
      Preconditions.checkArgument(
          names.contains(name),
          "--only: no op is called '%s'; there are %s",
          name,
          String.join(", ", names));
    }
    return all.stream()
        .filter(op -> only.isEmpty() || only.contains(op.op()))
        .collect(ImmutableList.toImmutableList());
  }

  private OpRow row(OpCase op, List<OpsSession> sessions) throws IOException {
    Step.Figures own = sessions.getFirst().prepare(op);
    for (OpsSession peer : sessions.subList(1, sessions.size())) {
      Step.Figures figures = peer.prepare(op);
      check(peer, "loss", own.loss(), figures.loss(), LOSS_BOUND);
      check(peer, "gradient norm", own.gradientNorm(), figures.gradientNorm(), NORM_BOUND);
    }
    double[][] micros = new double[sessions.size()][rounds];
    for (OpsSession session : sessions) {
      session.time(warmUp);
    }
    for (int i = 0; i < rounds; i++) {
      for (int j = 0; j < micros.length; j++) {
        micros[j][i] = sessions.get(j).time(block);
      }
    }
    double[] medians = Arrays.stream(micros).mapToDouble(Statistics::median).toArray();
    return new OpRow(
        op.name(),
        medians[0],
        ImmutableMap.of(sessions.get(1).name(), medians[1], sessions.get(2).name(), medians[2]));
  }

  private static void check(OpsSession peer, String what, double own, double other, double bound) {
    double difference = Math.abs(own - other) / Math.max(Math.abs(own), Math.abs(other));
    if (own != other && !(difference <= bound)) {
      throw new IllegalStateException(
          "adjoint and %s do not compute the same: %s %s and %s"
              .formatted(peer.name(), what, own, other));
    }
  }

  private OpsSession adjoint() throws IOException {
    ImmutableList<String> command =
        ImmutableList.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-Dadjoint.threads=" + threads,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            OpsServer.class.getName());
    return new OpsSession("adjoint", command, ImmutableMap.of());
  }

  private OpsSession peer(String name) throws IOException {
    Path script = Files.createTempFile("ops", ".py");
    script.toFile().deleteOnExit();
    try (InputStream resource = OpsPeers.class.getResourceAsStream("ops.py")) {
      if (resource == null) {
        throw new IllegalStateException("ops.py is not on the class path");
      }
      Files.write(script, resource.readAllBytes());
    }
    String count = Integer.toString(threads);
    return new OpsSession(
        name,
        ImmutableList.of(python.toString(), script.toString(), name, count),
        ImmutableMap.of("OMP_NUM_THREADS", count));
  }
}
