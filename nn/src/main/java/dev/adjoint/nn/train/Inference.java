// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.data.Dataset;
import java.util.HashMap;
import java.util.Map;
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
   * Returns the first output of a program for each row of features. The rows left after the last
   * whole batch go through programs of 128, 64, … and 1 rows, as they are needed: a few programs
   * serve all numbers of rows.
   */
  Tensor rows(Use use, Tensor features) {
    int n = features.shape().dim(0);
    IntUnaryOperator size = left -> Math.min(BATCH, Integer.highestOneBit(left));
    BatchProgram first = programs.get(use, size.applyAsInt(n), features.type());
    first.check(features);
    TensorType part = first.output();
    Shape shape = part.shape().with(0, n);
    int width = shape.size() / n;
    Buffer all = Buffer.allocate(part.dtype(), shape.size());
    run(
        n,
        size,
        rows -> programs.get(use, rows, features.type()),
        (runner, from) -> {
          runner.load(0, features, from);
          runner.run();
          runner.copyOutput(
              Buffer.wrap(all.dtype(), all.array(), from * width, runner.rows() * width));
        });
    return Tensor.over(shape, all);
  }

  /** Returns the figures of all examples; they begin with the given ones. */
  ImmutableMap<String, Double> figures(Dataset data, RunningFigures figures) {
    run(
        data.size(),
        left -> Math.min(BATCH, left),
        rows -> evaluation(data, rows),
        (runner, from) -> {
          runner.load(0, data.features(), from);
          runner.load(1, data.targets(), from);
          figures.run(runner);
        });
    return figures.results();
  }

  /** Returns a program that evaluates batches of the given number of rows. */
  BatchProgram evaluation(Dataset data, int rows) {
    return programs.get(Use.EVALUATE, rows, data.features().type(), data.targets().type());
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
