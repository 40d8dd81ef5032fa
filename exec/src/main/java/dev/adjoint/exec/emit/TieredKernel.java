package dev.adjoint.exec.emit;

import org.jspecify.annotations.Nullable;

/**
 * Runs on single elements until the loop over vectors is fast, which it is only once the JIT
 * compiler has compiled it: before, every vector is an object. {@link WarmUp} makes it fast on
 * arrays of its own, beside the program. Both loops give the same bits, so the change shows in
 * nothing but speed.
 */
final class TieredKernel implements LoopKernel {
  /** Steps on single elements, about a millisecond's worth, after which vectors are worth it. */
  private static final long WORTH = 1_000_000;

  private final LoopSignature lowered;
  private final LoopKernel scalar;
  private final LoopKernel vector;

  /** Steps left until the warm-up starts. Threads may overwrite each other's count. */
  private long left = WORTH;

  private volatile boolean started;
  private volatile @Nullable LoopKernel hot;

  TieredKernel(LoopSignature lowered, LoopKernel scalar, LoopKernel vector) {
    this.lowered = lowered;
    this.scalar = scalar;
    this.vector = vector;
  }

  @Override
  public void run(LoopOperands at, int rows, int n) {
    LoopKernel fast = hot;
    if (fast != null) {
      fast.run(at, rows, n);
      return;
    }
    scalar.run(at, rows, n);
    if (!started) {
      left -= (long) rows * n * lowered.body().steps().size();
      if (left < 0) {
        start();
      }
    }
  }

  private void start() {
    synchronized (this) {
      if (started) {
        return;
      }
      started = true;
    }
    WarmUp.submit(lowered, vector, () -> hot = vector);
  }
}
