package dev.adjoint.exec.emit;

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
  /** Elements of a row: a few vectors of any width. Every other call leaves one to the end. */
  private static final int ROW = 64;

  private static final int ROWS = 2;

  /** Calls between two looks at the clock. */
  private static final int CALLS = 256;

  /** C2 takes up a method after about 5000 calls, and then takes its time. */
  private static final int MOST_BATCHES = 400;

  /**
   * Compiled by C2, a vector instruction takes a nanosecond or a few; by C1, which makes an object
   * of every vector, ten and more; interpreted, a hundred and more.
   */
  private static final long NANOS_PER_VECTOR = 2;

  private static final long NANOS_PER_CALL = 80;

  /**
   * Kernels that do nothing. Called in turn with the one to warm up, they keep the JIT compiler
   * from making a fast copy of that one here, which would not be the one that programs call.
   */
  private static final LoopKernel[] DECOYS = {
    (_, _, _) -> {}, (_, _, _) -> {}, (_, _, _) -> {}, (_, _, _) -> {}
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
  static void submit(LoopSignature loop, LoopKernel vector, Runnable whenFast) {
    THREAD.execute(() -> {
      if (warmUp(loop, vector)) {
        whenFast.run();
      }
    });
  }

  private static boolean warmUp(LoopSignature loop, LoopKernel vector) {
    LoopOperands at = operands(loop);
    int vectors = ROWS * ROW * 8 * VectorFit.lanes(loop.body()).bytes() / loop.bits();
    long limit = NANOS_PER_VECTOR * vectors * loop.body().steps().size() + NANOS_PER_CALL;
    LoopKernel[] kernels = DECOYS.clone();
    kernels[0] = vector;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      long before = System.nanoTime();
      for (int call = 0; call < CALLS * kernels.length; call++) {
        int n = ROW - call / kernels.length % 2;
        kernels[call % kernels.length].run(at, ROWS, n);
      }
      if (System.nanoTime() - before < limit * CALLS) {
        return true;
      }
    }
    return false;
  }

  private static LoopOperands operands(LoopSignature loop) {
    LoopBody body = loop.body();
    LoopOperands at = new LoopOperands();
    at.reserve(body.inputs().size(), body.results().length());
    at.reserveLanes(loop.folds());
    for (int i = 0; i < body.inputs().size(); i++) {
      at.in[i] = body.inputs().get(i).newArray(ROWS * ROW);
      at.inStep[i] = ROW;
    }
    for (int r = 0; r < body.results().length(); r++) {
      at.out[r] = body.resultType(r).newArray(ROWS * ROW);
      at.outStep[r] = ROW;
    }
    return at;
  }
}
