// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.memory;

import com.google.common.base.Preconditions;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs one loop for each elementwise op of the catalog, and for some formulas, until it makes no
 * garbage. As a program it takes the dtype and the names of loops, and prints which of them still
 * do.
 */
final class ManyLoops {
  private static final Shape SHAPE = Shape.of(40, 41);

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** Formulas with literals where an op of the catalog has none. */
  private static final Map<String, Function<Expr, Expr>> FORMULAS =
      Map.of(
          "1 - x", x -> Expr.constant(x.dtype(), 1).sub(x),
          "1 / x", x -> Expr.constant(x.dtype(), 1).div(x),
          "1 < x", x -> Expr.constant(x.dtype(), 1).less(x).cast(x.dtype()),
          "min(1, x)", x -> Expr.constant(x.dtype(), 1).minimum(x),
          "x < 1 ? 1 : x", x -> Expr.where(x.less(1), 1, x),
          "row of sums", x -> x.tanh().sum(0),
          "column of maxima", x -> x.neg().max(1),
          "softmax", x -> x.softmax(1));

  private ManyLoops() {}

  /** Prints the loops that still allocate, one in a line. */
  public static void main(String... args) {
    List<String> names = List.of(args).subList(1, args.length);
    allocating(DType.valueOf(args[0]), names::contains, Duration.ofSeconds(120))
        .forEach(System.out::println);
  }

  /**
   * Returns the names of the loops that still allocate after a time.
   *
   * @param names which loops are run
   * @param most CPU time of the whole process, the JIT compiler's among it: waiting for a busy
   *     machine costs nothing
   */
  static Set<String> allocating(DType dtype, Predicate<String> names, Duration most) {
    Map<String, Runner> running = new TreeMap<>();
    for (OpInfo op : OpCatalog.ops()) {
      Sample sample = op.samples().getFirst();
      String name = sample.op().toString();
      if (sample.op() instanceof Elementwise && names.test(name)) {
        running.put(name, runner(sample, dtype));
      }
    }
    FORMULAS.forEach((name, formula) -> {
      if (names.test(name)) {
        Expr x = Expr.input("x", TensorType.of(dtype, 40, 41));
        List<Tensor> zeros = List.of(Tensor.zeros(dtype, SHAPE));
        running.put(name, runner(List.of(x), formula.apply(x), zeros));
      }
    });
    Preconditions.checkArgument(!running.isEmpty(), "no loop has such a name");
    long end = PROCESS.getProcessCpuTime() + most.toNanos();
    // In turn, so that the JIT compiler works on some while others run.
    while (!running.isEmpty() && PROCESS.getProcessCpuTime() < end) {
      running.entrySet().removeIf(e -> allocated(e.getValue()) == 0);
    }
    return running.keySet();
  }

  /** Returns what {@link #allocating} finds in a JVM that runs these loops alone. */
  static Set<String> allocatingAlone(DType dtype, Set<String> names)
      throws IOException, InterruptedException {
    String classPath =
        Stream.of(ManyLoops.class, Expr.class, Program.class, DType.class, Preconditions.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(location -> Path.of(URI.create(location.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("--add-modules=jdk.incubator.vector,jdk.management");
    command.addAll(List.of("-cp", classPath, ManyLoops.class.getName(), dtype.name()));
    command.addAll(names);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Set<String> left;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      left = out.lines().collect(Collectors.toSet());
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("the JVM of " + names + " ended with " + code);
    }
    return left;
  }

  private static long allocated(Runner runner) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 50; i++) {
      runner.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static Runner runner(Sample sample, DType dtype) {
    List<Tensor> values = sample.drawInputs(dtype, 1).stream().map(ManyLoops::wide).toList();
    List<Expr> inputs = values.stream().map(t -> Expr.input("x", t.type())).toList();
    return runner(inputs, Expr.apply(sample.op(), inputs), values);
  }

  private static Runner runner(List<Expr> inputs, Expr output, List<Tensor> values) {
    Runner runner =
        Program.compile(
                inputs,
                List.of(output),
                Map.of(),
                CompileOptions.defaults().withWorkers(Workers.SERIAL))
            .runner();
    for (int i = 0; i < values.size(); i++) {
      runner.set(i, values.get(i));
    }
    return runner;
  }

  /** Returns a large tensor of the same values over and over. */
  private static Tensor wide(Tensor values) {
    Buffer from = values.buffer();
    Buffer to = Buffer.allocate(values.dtype(), SHAPE.size());
    for (int i = 0; i < to.size(); i++) {
      System.arraycopy(from.array(), from.offset() + i % from.size(), to.array(), i, 1);
    }
    return Tensor.over(SHAPE, to);
  }
}
