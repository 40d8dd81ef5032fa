// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
 * Softmax along the last axis and its kin, values and gradients, on fused loops and, with {@code
 * off} being {@code expand}, on the kernels in doubles that the loops stand in for.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SoftmaxBenchmark {
  /** The number of lines. */
  @Param("1024")
  public int lines;

  /** The number of elements in a line: of a classifier, of attention, of a large vocabulary. */
  @Param({"10", "64", "1000"})
  public int length;

  /** The pass that is switched off. */
  @Param({"none", "expand"})
  public String off;

  private Runner softmax;
  private Runner softmaxGradient;
  private Runner crossEntropy;

  /** Compiles the programs. */
  @Setup
  public void prepare() {
    int[] labels = new SplittableRandom(2).ints(lines, 0, length).toArray();
    Expr places = Expr.constant(Tensor.of(labels));
    softmax = runner(x -> List.of(x.softmax(-1)));
    softmaxGradient = runner(x -> Autodiff.grad(x.softmax(-1).square().sum(), x));
    crossEntropy =
        runner(x -> Autodiff.grad(Losses.softmaxCrossEntropyPerLine(x, -1, places).mean(), x));
  }

  private Runner runner(Function<Expr, List<Expr>> outputs) {
    Expr x = Expr.input("x", lines, length);
    return RandomInputs.runner(List.of(x), outputs.apply(x), off);
  }

  /** Computes probabilities. */
  @Benchmark
  public void softmax() {
    softmax.run();
  }

  /** Computes probabilities and the gradient of the sum of their squares. */
  @Benchmark
  public void softmaxGradient() {
    softmaxGradient.run();
  }

  /** Computes the gradient of the mean cross-entropy of labels. */
  @Benchmark
  public void crossEntropyGradient() {
    crossEntropy.run();
  }
}
