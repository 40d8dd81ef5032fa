// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Asks a model about rows without training it, batch by batch. Any number of threads may ask; as
 * many as there are processors are answered at once, which bounds the memory, and the others wait.
 * All batches of a call see the same parameters, those between two steps of a training.
 */
final class Inference {
  /** How many examples a program takes at once. */
  static final int BATCH = 256;

  private final Programs programs;
  private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors());

  /** Takes a part of an answer. */
  private interface Answer {
    void of(BatchRunner runner, int from);
  }

  Inference(Programs programs) {
    this.programs = programs;
  }

  /**
   * Returns the outputs of a program for each row of features. The rows left after the last whole
   * batch go through programs of 128, 64, … and 1 rows, as they are needed: a few programs serve
   * all numbers of rows.
   *
   * @param who the method that is called, for errors
   * @param output the number of the output that is classified, else 0
   * @param features {@code [n, …]} each
   * @param seed where each batch takes its random numbers from, if the program does
   */
  ImmutableList<Tensor> rows(
      String who, Use use, int output, List<Tensor> features, Optional<Seed> seed) {
    Programs.Key key = asked(who, use, output, features);
    int n = features.getFirst().shape().dim(0);
    IntUnaryOperator size = left -> Math.min(BATCH, Integer.highestOneBit(left));
    BatchProgram first = programs.get(key, size.applyAsInt(n));
    first.check(features);
    ImmutableList<Tensor> results =
        first.outputs().stream()
            .map(type -> type.withShape(type.shape().with(0, n)))
            .map(type -> Tensor.over(type.shape(), Buffer.allocate(type.dtype(), type.size())))
            .collect(ImmutableList.toImmutableList());
    run(
        n,
        size,
        rows -> programs.get(key, rows),
        (runner, from) -> {
          runner.load(features, from);
          seed.ifPresent(s -> runner.seed(s.fold(from).bits()));
          runner.run();
          for (int i = 0; i < results.size(); i++) {
            Buffer all = results.get(i).buffer();
            int width = all.size() / n;
            runner.copyOutput(
                i, Buffer.wrap(all.dtype(), all.array(), from * width, runner.rows() * width));
          }
        });
    return results;
  }

  /** Returns the program that is asked for, after a look at the features. */
  private static Programs.Key asked(String who, Use use, int output, List<Tensor> features) {
    Given.allPresent(who, "feature", features, "give a tensor");
    DataTypes types = DataTypes.of(features);
    Preconditions.checkArgument(
        !features.isEmpty()
            && features.stream().allMatch(f -> !f.shape().isScalar() && f.shape().dim(0) > 0),
        "%s: there are no examples: %s",
        who,
        features.size() == 1 ? features.getFirst().type() : types.features());
    if (types.features().stream().map(type -> type.shape().dim(0)).distinct().count() > 1) {
      throw new ShapeException(
          who, "the inputs have different numbers of examples: " + types.features());
    }
    return new Programs.Key(use, output, types);
  }

  /** Returns the only one of outputs. */
  static Tensor single(String who, ImmutableList<Tensor> outputs) {
    if (outputs.size() != 1) {
      throw new ShapeException(
          who, "the network has %s outputs; give the features as a list".formatted(outputs.size()));
    }
    return outputs.getFirst();
  }

  /** Returns the figures of all examples; they begin with the given ones. */
  ImmutableMap<String, Double> figures(Dataset data, RunningFigures figures) {
    ImmutableList<Tensor> tensors = data.tensors();
    run(
        data.size(),
        left -> Math.min(BATCH, left),
        rows -> evaluation(data, rows),
        (runner, from) -> {
          runner.load(tensors, from);
          figures.run(runner);
        });
    return figures.results();
  }

  /** Returns a program that evaluates batches of the given number of rows. */
  BatchProgram evaluation(Dataset data, int rows) {
    return programs.get(new Programs.Key(Use.EVALUATE, 0, DataTypes.of(data)), rows);
  }

  /** Runs over rows, after all programs are compiled. */
  private void run(int n, IntUnaryOperator size, IntFunction<BatchProgram> program, Answer answer) {
    Map<Integer, BatchProgram> bySize = new HashMap<>();
    for (int from = 0, rows; from < n; from += rows) {
      rows = size.applyAsInt(n - from);
      bySize.computeIfAbsent(rows, program::apply);
    }
    places.acquireUninterruptibly();
    try (HeldVariables _ = new HeldVariables(bySize.values())) {
      for (int from = 0, rows; from < n; from += rows) {
        rows = size.applyAsInt(n - from);
        try (BatchRunner runner = bySize.get(rows).take()) {
          answer.of(runner, from);
        }
      }
    } finally {
      places.release();
    }
  }
}
