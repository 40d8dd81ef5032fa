// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.exec.machine.WorkerPool;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to hand work to the pool and to wait for it: the least time that a step on several
 * threads takes. Reading the clock, some 25 ns, is part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandOffBenchmark {
  /** The number of threads that share the work. */
  @Param({"1", "2"})
  public int threads;

  /**
   * How many nanoseconds the caller does something else before: a worker may have gone to sleep.
   */
  @Param({"0", "10000", "1000000"})
  public long pause;

  private final long[] done = new long[64];
  private WorkerPool pool;

  /** Makes the pool. */
  @Setup
  public void prepare() {
    pool = WorkerPool.of(threads);
  }

  /** Does something else; not counted. */
  @Setup(Level.Invocation)
  public void pause() {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < pause) {
      Thread.onSpinWait();
    }
  }

  /** Does two tasks of nothing. */
  @Benchmark
  public void handOff() {
    pool.forEach(2, i -> done[32 * i]++);
  }
}
