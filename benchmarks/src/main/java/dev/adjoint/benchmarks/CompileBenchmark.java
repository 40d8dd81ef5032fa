// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.benchmarks.peers.Workloads;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
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
 * How long compiling takes, by the size of the graph and for models: the first time in a process,
 * which is what a user waits for. Every figure is from a process of its own.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class CompileBenchmark {
  /** A graph of a given size. */
  @State(Scope.Benchmark)
  public static class Sized {
    /** About how many nodes the graph has. */
    @Param({"1000", "10000", "100000"})
    public int nodes;

    /** Whether the nodes compute on single numbers or on tensors of 64. */
    @Param({"1", "64"})
    public int elements;

    private Expr start;
    private List<Expr> outputs;

    /** Builds the graph: a chain of three ops, over and over, and its gradient. */
    @Setup
    public void build() {
      int[] dims = elements == 1 ? new int[0] : new int[] {elements};
      start = Expr.input("v", TensorType.of(DType.F32, dims));
      Expr v = start;
      // With the gradient each round of the chain is nine nodes.
      for (int i = 0; i < nodes / 9; i++) {
        v = v.sin().mul(start).add(v);
      }
      Expr loss = elements == 1 ? v : v.sum();
      outputs = new ArrayList<>(List.of(loss));
      outputs.addAll(Autodiff.grad(loss, start));
    }
  }

  /** A model. */
  @State(Scope.Benchmark)
  public static class Model {
    /** The name of a training step, as {@code ./run peers} knows it. */
    @Param({
      "xor",
      "mlp-784-128-10",
      "lenet-5",
      "cnn-32-64",
      "lstm",
      "transformer",
      "chain",
      "scalar-graph"
    })
    public String workload;
  }

  /** Compiles a graph. */
  @Benchmark
  public Program graph(Sized sized) {
    return Program.compile(List.of(sized.start), sized.outputs);
  }

  /** Builds a model and compiles its step. */
  @Benchmark
  public Object model(Model model) {
    return Workloads.named(model.workload).adjoint();
  }
}
