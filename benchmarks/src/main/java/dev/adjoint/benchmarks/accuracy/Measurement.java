// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Measures a function at many inputs, on several threads. */
final class Measurement {
  private static final int BLOCK = 1 << 10;

  private final Measured function;
  private final int threads;
  private final int neighbours;

  private Measurement(Measured function, int threads, int neighbours) {
    this.function = function;
    this.threads = threads;
    this.neighbours = neighbours;
  }

  /** Returns a measurement with all neighbours of the edges. */
  static Measurement whole(Measured function, int threads) {
    return new Measurement(function, threads, 2000);
  }

  /** Returns a measurement with few, on one thread. */
  static Measurement sample(Measured function) {
    return new Measurement(function, 1, 10);
  }

  /** Measures at every {@code stride}-th float, and at all next to the function's edges. */
  ImmutableList<AccuracyRow> floats(int stride) throws InterruptedException, ExecutionException {
    long blocks = Math.ceilDiv(1L << 32, (long) FloatSweep.BLOCK * stride);
    List<double[]> edges = stride > 1 ? edges(FloatSweep.BLOCK, true) : List.of();
    AtomicLong next = new AtomicLong();
    Errors errors =
        parallel(() -> {
          FloatSweep sweep = new FloatSweep(function);
          long block = next.getAndIncrement();
          for (; block < blocks + edges.size(); block = next.getAndIncrement()) {
            if (block < blocks) {
              sweep.run((int) (block * FloatSweep.BLOCK * stride), stride);
            } else {
              sweep.run(edges.get((int) (block - blocks)));
            }
          }
          return sweep.errors();
        });
    return rows(DType.F32, errors, (1L << 32) / stride);
  }

  /** Measures in F64 at some inputs of all kinds, and at all next to the function's edges. */
  ImmutableList<AccuracyRow> doubles(long points) throws InterruptedException, ExecutionException {
    long blocks = Math.ceilDiv(points, BLOCK);
    List<double[]> edges = edges(BLOCK, false);
    AtomicLong next = new AtomicLong();
    Errors errors =
        parallel(() -> {
          DoubleSweep sweep = new DoubleSweep(function, BLOCK);
          long block = next.getAndIncrement();
          for (; block < blocks + edges.size(); block = next.getAndIncrement()) {
            sweep.run(
                block < blocks
                    ? new SamplePoints(function, block).next(new double[BLOCK])
                    : edges.get((int) (block - blocks)));
          }
          return sweep.errors();
        });
    return rows(DType.F64, errors, points);
  }

  private ImmutableList<AccuracyRow> rows(DType dtype, Errors errors, long points) {
    return ImmutableList.of(
        AccuracyRow.of(function, dtype, 0, errors, points),
        AccuracyRow.of(function, dtype, 1, errors, points));
  }

  private Errors parallel(Callable<Errors> work) throws InterruptedException, ExecutionException {
    Errors all = Errors.none();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Errors>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(pool.submit(work));
      }
      for (Future<Errors> part : parts) {
        all.add(part.get());
      }
    }
    return all;
  }

  /** Returns the inputs next to the edges in blocks, the last one filled up with the first. */
  private List<double[]> edges(int block, boolean floats) {
    double[] points = new SamplePoints(function, 0).edges(neighbours, floats);
    List<double[]> blocks = new ArrayList<>();
    for (int from = 0; from < points.length; from += block) {
      double[] part = new double[block];
      for (int i = 0; i < block; i++) {
        part[i] = points[(from + i) % points.length];
      }
      blocks.add(part);
    }
    return blocks;
  }
}
