// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The working memories of the threads that run one program at one time. A piece of a step takes one
 * and gives it back; there are as many as threads were ever at work together.
 */
public final class ScratchPool {
  /** More threads than this at once would make new ones every time. */
  private static final int KEPT = 64;

  private final Scratch own = new Scratch();
  private final AtomicReferenceArray<Scratch> idle = new AtomicReferenceArray<>(KEPT);

  /** Creates a pool that is empty but for {@link #own}. */
  public ScratchPool() {}

  /** Returns the memory of the thread that runs the program, for steps of a single piece. */
  public Scratch own() {
    return own;
  }

  /** Returns a memory for exclusive use until it is given back. */
  public Scratch take() {
    for (int i = 0; i < KEPT; i++) {
      Scratch scratch = idle.get(i);
      if (scratch != null && idle.compareAndSet(i, scratch, null)) {
        return scratch;
      }
    }
    return new Scratch();
  }

  /** Gives a memory back for reuse. */
  public void giveBack(Scratch scratch) {
    for (int i = 0; i < KEPT; i++) {
      if (idle.get(i) == null && idle.compareAndSet(i, null, scratch)) {
        return;
      }
    }
  }
}
