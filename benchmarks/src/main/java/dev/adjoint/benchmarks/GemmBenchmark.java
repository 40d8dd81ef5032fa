// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Workers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The product of two square matrices. Of the columns that JMH prints, {@code gflops} is the one to
 * read: billions of floating-point operations per second, a multiply-add counting as two.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {

  /** The type of the elements. */
  @Param({"F32", "F64"})
  public DType dtype;

  /** The number of rows and columns of all three matrices. */
  @Param({"8", "16", "32", "64", "128", "256", "512", "1024", "2048"})
  public int size;

  /** Whether one thread does the work, or as many as there are processors. */
  @Param({"true", "false"})
  public boolean oneThread;

  private Buffer a;
  private Buffer b;
  private Buffer c;
  private Workers workers;
  private Gemm gemm;

  /** Counts floating-point operations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    /** The operations so far; JMH divides them by the nanoseconds. */
    public double gflops;
  }

  /** Makes matrices of random numbers. */
  @Setup
  public void prepare() {
    a = RandomInputs.buffer(1, dtype, size * size);
    b = RandomInputs.buffer(2, dtype, size * size);
    c = Buffer.allocate(dtype, size * size);
    workers = oneThread ? Workers.SERIAL : WorkerPool.shared();
    var strides = Strides.rowMajor(size, size);
    gemm = Gemm.create(dtype, new GemmSize(1, size, size, size), strides, strides);
  }

  /** Multiplies once. */
  @Benchmark
  public Buffer multiply(Counter counter) {
    gemm.run(a, b, c, workers);
    counter.gflops += 2.0 * size * size * size;
    return c;
  }
}
