// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
 * A training step of a classifier of short texts: 256 texts of 16 words, each of which looks up a
 * row of 64 numbers. Its work is the same for a table of a million rows as for a small one; what
 * differs is where the rows come from, memory or a cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmbeddingBenchmark {
  private static final int TEXTS = 256;
  private static final int WORDS = 16;
  private static final int FEATURES = 64;
  private static final int CLASSES = 8;
  private static final int BATCHES = 64;

  /** The rows of the table. */
  @Param({"10000", "50000", "1000000"})
  public int rows;

  /** How parameters follow their gradients. */
  @Param public Kind optimizer;

  /** Optimizers. */
  public enum Kind {
    /** Gradient descent. */
    SGD(Sgd.of(0.1)),
    /** Adam for the rows that are looked up. */
    LAZY_ADAM(Adam.of(0.001).lazy()),
    /** Adam for all rows: it takes as long as the table. */
    ADAM(Adam.of(0.001));

    private final Optimizer optimizer;

    Kind(Optimizer optimizer) {
      this.optimizer = optimizer;
    }
  }

  private final List<Tensor> batches = new ArrayList<>();
  private Runner runner;
  private int step;

  /** Compiles the step. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < BATCHES; i++) {
      int[] words = random.ints((long) TEXTS * WORDS, 0, rows).toArray();
      batches.add(Tensor.of(words).reshape(TEXTS, WORDS));
    }
    Sequential network =
        Sequential.of(
            Embedding.of(rows, FEATURES, Seed.of(1)),
            new Activation("mean", x -> x.mean(1)),
            Dense.of(FEATURES, FEATURES, Seed.of(2)),
            Activation.relu(),
            Dense.of(FEATURES, CLASSES, Seed.of(3)));
    Expr words = Expr.input("words", TensorType.of(DType.I32, TEXTS, WORDS));
    Expr labels = Expr.constant(Tensor.of(random.ints(TEXTS, 0, CLASSES).toArray()));
    Expr loss = Losses.softmaxCrossEntropy(network.apply(words), labels).mean();
    Parameters parameters = network.parameters();
    runner =
        Program.compile(
                List.of(words),
                List.of(loss),
                optimizer.optimizer.update(
                    Autodiff.grad(loss, parameters.list()),
                    optimizer.optimizer.init(parameters),
                    parameters))
            .runner();
  }

  /** Takes a step. */
  @Benchmark
  public Runner train() {
    runner.set(0, batches.get(step++ % BATCHES));
    runner.run();
    return runner;
  }
}
