// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.plane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Scratch memory that pieces of work borrow, so that there is as much as there are threads at work,
 * not as there are pieces, and what a thread borrows is still in its cache.
 *
 * @param <T> what is borrowed
 */
public final class ObjectPool<T> {
  private final Supplier<T> maker;
  private final List<T> free = new ArrayList<>();

  /** Creates an empty pool. */
  public ObjectPool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Returns scratch memory that nobody else has, the last one given back if there is one. */
  public T take() {
    synchronized (free) {
      if (!free.isEmpty()) {
        return free.removeLast();
      }
    }
    return maker.get();
  }

  /** Takes back what was borrowed. */
  public void give(T scratch) {
    synchronized (free) {
      free.add(scratch);
    }
  }
}
