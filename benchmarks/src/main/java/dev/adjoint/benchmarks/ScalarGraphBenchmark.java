// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/**
 * Graphs of thousands of single numbers with their gradients, as straight-line code and as loops of
 * one element.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScalarGraphBenchmark {
  /** How often the formula of the chain is applied, or how many joints the arm has. */
  @Param({"1000"})
  public int length;

  /** F32 or F64. */
  @Param({"F32", "F64"})
  public DType dtype;

  /** The passes switched off; {@code none} stands for straight-line code. */
  @Param({"none", "scalars"})
  public String off;

  private Runner chain;
  private Runner arm;

  /** Compiles the programs. */
  @Setup
  public void prepare() {
    Expr start = number();
    Expr w = number();
    Expr v = start;
    for (int i = 0; i < length; i++) {
      v = v.sin().mul(w).add(v);
    }
    chain = runner(v, List.of(start, w), new double[] {0.5, 1.0 / length});
    List<Expr> angles = new ArrayList<>();
    double[] at = new double[length];
    for (int i = 0; i < length; i++) {
      angles.add(number());
      at[i] = Math.fma(i, 4.0 / length, -1) / length;
    }
    arm = runner(distance(angles), angles, at);
  }

  private Expr number() {
    return Expr.input("x", TensorType.of(dtype));
  }

  /** Returns the square of the distance of a planar arm's hand to the point (3, −2). */
  private static Expr distance(List<Expr> angles) {
    Expr x = angles.getFirst().zerosLike();
    Expr y = x;
    Expr angle = x;
    for (Expr joint : angles) {
      angle = angle.add(joint);
      x = x.add(angle.cos());
      y = y.add(angle.sin());
    }
    return x.sub(3).square().add(y.add(2).square());
  }

  private Runner runner(Expr y, List<Expr> inputs, double[] at) {
    List<Expr> outputs = new ArrayList<>(List.of(y));
    outputs.addAll(Autodiff.grad(y, inputs));
    Runner runner = Program.compile(inputs, outputs, Map.of(), RandomInputs.without(off)).runner();
    for (int i = 0; i < at.length; i++) {
      runner.set(i, dtype == DType.F32 ? Tensor.scalar((float) at[i]) : Tensor.scalar(at[i]));
    }
    return runner;
  }

  /** Computes {@code v = sin(v)·w + v}, over and over, and its gradient by {@code v} and w. */
  @Benchmark
  public void chain() {
    chain.run();
  }

  /** Computes where an arm of many joints has its hand, and the gradient by all angles. */
  @Benchmark
  public void arm() {
    arm.run();
  }
}
