// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Shape;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
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
 * Elementwise work as fused loops and as single steps: a chain of functions with its gradient, and
 * the update of one parameter by Adam.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class FusionBenchmark {
  /** The number of elements. */
  @Param({"1000000"})
  public int size;

  /** The passes switched off; {@code none} stands for fused loops on generated classes. */
  @Param({"none", "emit", "fuse"})
  public String off;

  private Runner chain;
  private Runner adam;

  /** Compiles the programs. */
  @Setup
  public void prepare() {
    Expr x = Expr.input("x", size);
    Expr y = x.mul(0.7).add(0.1).tanh().mul(x.sigmoid()).add(x.square().neg().exp()).sum();
    chain = RandomInputs.runner(List.of(x), List.of(y, Autodiff.grad(y, x).getFirst()), off);
    Expr gradient = Expr.input("gradient", size);
    Parameter parameter = Parameter.of("p", RandomInputs.tensor(2, Shape.of(size)));
    Adam optimizer = Adam.of(1e-3);
    Parameters trained = Parameters.of(List.of(parameter));
    Map<Expr, Expr> updates = optimizer.update(List.of(gradient), optimizer.init(trained), trained);
    adam = RandomInputs.runner(List.of(gradient), List.of(), updates, off);
  }

  /** Computes {@code Σ tanh(0.7x + 0.1)·σ(x) + exp(−x²)} and its gradient. */
  @Benchmark
  public void chain() {
    chain.run();
  }

  /** Updates a parameter and its moments. */
  @Benchmark
  public void adam() {
    adam.run();
  }
}
