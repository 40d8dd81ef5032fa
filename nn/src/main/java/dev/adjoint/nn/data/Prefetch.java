// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Elements that a virtual thread makes ahead of those who take them, in the same order. An
 * exception of the source is thrown to the one who takes, after the elements before it. Close it if
 * it is not taken to its end, so that the thread ends.
 *
 * @param <T> what an element is
 */
public final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  /** What the thread hands over: an element, the end, or what went wrong. */
  private record Item<T>(Optional<T> element, @Nullable Throwable failure) {}

  private final BlockingQueue<Item<T>> ready;
  private final Thread thread;
  private @Nullable Item<T> next;
  private boolean isClosed;

  private Prefetch(Iterable<? extends T> source, int ahead) {
    this.ready = new ArrayBlockingQueue<>(ahead);
    this.thread = Thread.ofVirtual().name("prefetch").start(() -> fill(source));
  }

  /**
   * Starts to make elements.
   *
   * @param source where they come from; only the new thread goes through it
   * @param ahead how many may be ready at once
   * @throws IllegalArgumentException if it is not positive
   */
  public static <T> Prefetch<T> of(Iterable<? extends T> source, int ahead) {
    Preconditions.checkArgument(ahead > 0, "prefetch: ahead must be positive: %s", ahead);
    return new Prefetch<>(source, ahead);
  }

  private void fill(Iterable<? extends T> source) {
    try {
      try {
        for (T element : source) {
          ready.put(new Item<>(Optional.of(element), null));
        }
        ready.put(new Item<>(Optional.empty(), null));
      } catch (RuntimeException | Error e) {
        ready.put(new Item<>(Optional.empty(), e));
      }
    } catch (InterruptedException _) {
      // Closed: nobody waits for more.
    }
  }

  /**
   * Returns whether there is another element; waits until that is known.
   *
   * @throws IllegalStateException if this is closed, or the thread is interrupted while it waits
   */
  @Override
  public boolean hasNext() {
    Item<T> item = item();
    if (item.failure() instanceof Error error) {
      throw error;
    }
    if (item.failure() instanceof RuntimeException exception) {
      throw exception;
    }
    return item.element().isPresent();
  }

  /**
   * Returns the next element; waits until it is there.
   *
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException if this is closed, or the thread is interrupted while it waits
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("prefetch: there is no further element");
    }
    T element = item().element().orElseThrow();
    next = null;
    return element;
  }

  private Item<T> item() {
    Preconditions.checkState(!isClosed, "prefetch: closed; take elements before");
    Item<T> item = next;
    if (item == null) {
      try {
        item = ready.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("prefetch: interrupted while waiting", e);
      }
      next = item;
    }
    return item;
  }

  /** Ends the thread, if it is not at its end, and waits for that; the rest is not taken. */
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
