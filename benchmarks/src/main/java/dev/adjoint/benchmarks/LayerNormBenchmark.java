// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Runner;
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

/**
 * Layer normalisation along the last axis (Ba, Kiros and Hinton, "Layer Normalization", 2016) with
 * a scale and a shift, its value and all gradients, on fused loops and as single steps.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LayerNormBenchmark {
  /** The number of lines. */
  @Param("1024")
  public int lines;

  /** The number of elements in a line. */
  @Param({"128", "768"})
  public int length;

  /** The pass that is switched off. */
  @Param({"none", "fuse"})
  public String off;

  private Runner value;
  private Runner gradients;

  /** Compiles the programs. */
  @Setup
  public void prepare() {
    Expr x = Expr.input("x", lines, length);
    Expr scale = Expr.input("scale", length);
    Expr shift = Expr.input("shift", length);
    Expr dy = Expr.input("dy", lines, length);
    Expr centred = x.sub(x.meanKeepDims(-1));
    Expr deviation = centred.square().meanKeepDims(-1).add(1e-5).sqrt();
    Expr y = centred.div(deviation).mul(scale).add(shift);
    List<Expr> inputs = List.of(x, scale, shift, dy);
    value = RandomInputs.runner(inputs, List.of(y), off);
    List<Expr> dx = Autodiff.vjp(List.of(y), List.of(x, scale, shift), List.of(dy));
    gradients = RandomInputs.runner(inputs, dx, off);
  }

  /** Normalises. */
  @Benchmark
  public void value() {
    value.run();
  }

  /** Normalises, and computes the gradients of the input, the scale and the shift. */
  @Benchmark
  public void gradients() {
    gradients.run();
  }
}
