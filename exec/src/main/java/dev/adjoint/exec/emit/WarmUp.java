package dev.adjoint.exec.emit;

import dev.adjoint.graph.DType;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs vector loops on arrays of its own, in a thread of low priority, until the JIT compiler has
 * made them fast. A loop that never gets fast, such as one over vectors that the processor lacks,
 * is given up.
 */
final class WarmUp {
  /** Elements of the arrays: a few vectors of any width. */
  private static final int LENGTH = 64;

  /** Calls between two looks at the clock. */
  private static final int CALLS = 256;

  /** C2 takes up a method after about 5000 calls, and then takes its time. */
  private static final int MOST_BATCHES = 400;

  /** Compiled, a vector instruction takes a few nanoseconds; otherwise a hundred and more. */
  private static final long NANOS_PER_STEP = 20;

  private static final long NANOS_PER_CALL = 200;

  /**
   * Kernels that do nothing. Called in turn with the one to warm up, they keep the JIT compiler
   * from making a fast copy of that one here, which would not be the one that programs call.
   */
  private static final LoopKernel[] DECOYS = {
    (_, _, _, _, _) -> {}, (_, _, _, _, _) -> {}, (_, _, _, _, _) -> {}, (_, _, _, _, _) -> {}
  };

  private static final ExecutorService THREAD =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task ->
              Thread.ofPlatform()
                  .name("adjoint-warm-up")
                  .daemon()
                  .priority(Thread.MIN_PRIORITY)
                  .unstarted(task));

  private WarmUp() {}

  /** Has a loop warmed up, after those submitted before, and calls {@code whenFast} if it is. */
  static void submit(LoopBody body, LoopKernel vector, Runnable whenFast) {
    THREAD.execute(() -> {
      if (warmUp(body, vector)) {
        whenFast.run();
      }
    });
  }

  private static boolean warmUp(LoopBody body, LoopKernel vector) {
    Object[] in = arrays(body.inputs());
    Object[] out =
        arrays(body.results().asList().stream().map(r -> body.steps().get(r).dtype()).toList());
    int[] inAt = new int[in.length];
    int[] outAt = new int[out.length];
    long limit = 4 * NANOS_PER_STEP * body.steps().size() + NANOS_PER_CALL;
    LoopKernel[] kernels = DECOYS.clone();
    kernels[0] = vector;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      long before = System.nanoTime();
      for (int call = 0; call < CALLS * kernels.length; call++) {
        kernels[call % kernels.length].run(in, inAt, out, outAt, LENGTH);
      }
      if (System.nanoTime() - before < limit * CALLS) {
        return true;
      }
    }
    return false;
  }

  private static Object[] arrays(List<DType> dtypes) {
    return dtypes.stream().map(d -> d.newArray(LENGTH)).toArray();
  }
}
