// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.plane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Scratch memory that pieces of work borrow. There is one for each working thread, not for each
 * piece, and the one a thread borrows is still in its cache.
 *
 * @param <T> the type of the scratch memory
 */
public final class ObjectPool<T> {
  private final Supplier<T> maker;
  private final List<T> free = new ArrayList<>();

  /** Creates an empty pool. */
  public ObjectPool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Returns unused scratch memory, the most recently returned one if there is any. */
  public T take() {
    synchronized (free) {
      if (!free.isEmpty()) {
        return free.removeLast();
      }
    }
    return maker.get();
  }

  /** Takes scratch memory back. */
  public void give(T scratch) {
    synchronized (free) {
      free.add(scratch);
    }
  }
}
