// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.BLEND;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;

import com.sun.management.ThreadMXBean;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.Workers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints how many bytes runs of several programs allocate once the JIT compiler has them. It has a
 * JVM of its own: in one that has run vectors of all widths, the profile is of no use to C2, which
 * then takes half a minute for a loop.
 */
final class AllocationProgram {
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what is updated again and again small: sines of huge numbers do allocate. */
  private static final TestOps.Body BOUNDED =
      new TestOps.Body("bounded", x -> x.get(0).max(x.get(0).like(-2)).min(x.get(0).like(2)));

  private AllocationProgram() {}

  public static void main(String[] args) {
    System.out.println("numbers: " + allocatedByRuns(numbers()));
    for (int threads = 1; threads <= 2; threads++) {
      Workers workers = threads == 1 ? Workers.SERIAL : WorkerPool.of(threads);
      String on = ", " + threads + " threads: ";
      System.out.println("small" + on + allocatedByRuns(step(7, 5, workers)));
      System.out.println("large" + on + allocatedByRuns(step(300, 400, workers)));
    }
  }

  private static Runner numbers() {
    Value a = input("a");
    Value old = read(new Variable("total", Tensor.scalar(1f)));
    Value next = apply(BOUNDED, apply(ADD, apply(WAVE, a), old));
    Runner runner = Program.compile(List.of(a), List.of(old, next), Map.of(old, next)).runner();
    runner.set(0, Tensor.scalar(0.5f));
    return runner;
  }

  /** Returns a program with steps of every kind, copies, and updates in place and by copy. */
  private static Runner step(int rows, int columns, Workers workers) {
    Value in = input("x", rows, columns);
    Variable w = new Variable("w", random(3, DType.F32, Shape.of(columns)));
    Variable m = new Variable("m", random(4, DType.F32, Shape.of(columns)));
    Variable last = new Variable("last", Tensor.zeros(DType.F32, Shape.of(rows, columns)));
    Value weights = read(w);
    Value wide = apply(new TestOps.Repeat(rows), weights);
    Value y = apply(BLEND, in, wide, apply(WAVE, apply(MUL, in, wide)));
    Value flipped = apply(new TestOps.Window(1, 0, 0), apply(new TestOps.Swap(0, 1), y));
    Value scanned = apply(new TestOps.Scan(), y);
    Value gradient = apply(reduce(TestOps.Combine.SUM, 0), y);
    Value moment = apply(BOUNDED, apply(ADD, read(m), gradient));
    Map<Value, Value> updates = new LinkedHashMap<>();
    updates.put(read(m), moment);
    updates.put(weights, apply(BOUNDED, apply(SUB, weights, moment)));
    updates.put(read(last), scanned);
    Program program =
        Program.compile(
            List.of(in),
            List.of(
                apply(mean(0, 1), y), apply(reduce(TestOps.Combine.MAX, 1), flipped), weights, in),
            updates,
            CompileOptions.defaults().withWorkers(workers));
    Runner runner = program.runner();
    runner.set(0, random(1, DType.F32, Shape.of(rows, columns)));
    return runner;
  }

  private static long allocatedByRuns(Runner runner) {
    long self = Thread.currentThread().threadId();
    // Until the JIT compiler has a loop, vectors are objects; afterwards every run must be free of
    // them. Runs are too short to count them.
    long deadline = System.nanoTime() + WARM_UP.toNanos();
    long allocated = Long.MAX_VALUE;
    while (allocated > 0 && System.nanoTime() < deadline) {
      long before = THREADS.getThreadAllocatedBytes(self);
      for (int i = 0; i < 20; i++) {
        runner.run();
      }
      allocated = THREADS.getThreadAllocatedBytes(self) - before;
    }
    return allocated;
  }
}
