// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * No loop makes garbage, whatever it computes, once the JIT compiler has it. This stands here and
 * not beside the ops because their tests run vectors of several widths in one JVM, as no user does:
 * C2 then takes up to half a minute for one loop.
 */
class LoopAllocationTests {
  private static final Shape SHAPE = Shape.of(40, 41);

  /**
   * Of the whole process, the JIT compiler's among it: waiting for a busy machine costs nothing.
   */
  private static final Duration MOST_CPU_TIME = Duration.ofSeconds(180);

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

  @Test
  void runsOfFloatsAllocateNothing() {
    assertNoneAllocate(DType.F32);
  }

  /** Checks all loops of a dtype; each has a JVM of its own, as code for both is slow to settle. */
  static void assertNoneAllocate(DType dtype) {
    Map<String, Runner> running = new TreeMap<>();
    for (OpInfo op : OpCatalog.ops()) {
      Sample sample = op.samples().getFirst();
      if (sample.op() instanceof Elementwise) {
        running.put(sample.op().toString(), runner(sample, dtype));
      }
    }
    FORMULAS.forEach((name, formula) -> {
      Expr x = Expr.input("x", TensorType.of(dtype, 40, 41));
      running.put(name, runner(List.of(x), formula.apply(x), List.of(Tensor.zeros(dtype, SHAPE))));
    });
    assertThat(running).hasSizeGreaterThan(40);
    long end = PROCESS.getProcessCpuTime() + MOST_CPU_TIME.toNanos();
    // In turn, so that the JIT compiler works on some while others run.
    while (!running.isEmpty() && PROCESS.getProcessCpuTime() < end) {
      running.entrySet().removeIf(e -> allocated(e.getValue()) == 0);
    }
    assertThat(running.keySet()).as("what allocates").isEmpty();
  }

  private static long allocated(Runner runner) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 50; i++) {
      runner.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static Runner runner(Sample sample, DType dtype) {
    List<Tensor> values =
        sample.drawInputs(dtype, 1).stream().map(LoopAllocationTests::wide).toList();
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
