// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sums of the squares of a tensor along different axes, folded in the loop that squares. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReductionBenchmark {
  /** What is folded. */
  public enum Case {
    /** All of 1,000,000 elements. */
    FULL(Shape.of(1_000_000), 0),
    /** The last axis of {@code [1024, 128]}. */
    LAST(Shape.of(1024, 128), 1),
    /** The last axis of {@code [4096, 10]}, with rows shorter than a vector. */
    SHORT(Shape.of(4096, 10), 1),
    /** The first axis of {@code [1024, 128]}. */
    LEADING(Shape.of(1024, 128), 0),
    /** All axes of {@code [64, 32, 28, 28]} but the channels, as in batch norm. */
    MIDDLE(Shape.of(64, 32, 28, 28), 0, 2, 3),
    /** The same of {@code [64, 64, 14, 14]}, with rows that are no multiple of a vector. */
    RAGGED(Shape.of(64, 64, 14, 14), 0, 2, 3);

    private final Shape shape;
    private final int[] axes;

    Case(Shape shape, int... axes) {
      this.shape = shape;
      this.axes = axes;
    }
  }

  /** What is folded. */
  @Param public Case axes;

  /** The passes switched off; {@code none} stands for fused loops on generated classes. */
  @Param({"none", "emit", "fuse"})
  public String off;

  private Runner runner;

  /** Compiles the program. */
  @Setup
  public void prepare() {
    Shape shape = axes.shape;
    Expr x = Expr.input("x", shape.dims().toArray());
    Expr sum = x.square().sum(axes.axes);
    runner = RandomInputs.runner(List.of(x), List.of(sum), off);
  }

  /** Squares and sums. */
  @Benchmark
  public void squareAndSum() {
    runner.run();
  }
}
