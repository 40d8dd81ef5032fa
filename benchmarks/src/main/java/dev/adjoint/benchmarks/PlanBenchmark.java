// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.exec.Runner;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a step of a plan costs besides its work: a chain of unfused additions of single elements,
 * time per addition.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {
  private static final int STEPS = 1000;

  private Runner runner;

  /** Compiles the chain. */
  @Setup
  public void prepare() {
    Expr x = Expr.input("x", TensorType.of(DType.F32, 1));
    Expr y = x;
    for (int i = 0; i < STEPS; i++) {
      y = y.add(x);
    }
    runner = RandomInputs.runner(List.of(x), List.of(y), "fuse");
  }

  /** Runs the plan. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void run() {
    runner.run();
  }
}
