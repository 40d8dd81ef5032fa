// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.adjoint.graph.Workers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pieces of a kernel on a fixed number of threads, the calling thread being one of them.
 *
 * <p>One job is under way at a time. A {@link #forEach} that finds the pool taken, by a call around
 * it or by another thread, runs its pieces on its own thread: it never waits for another job, so it
 * cannot deadlock. Since the caller alone decides on the pieces, results do not depend on the
 * number of threads.
 *
 * <p>Handing over a job costs one atomic write while the workers are still spinning from the job
 * before, and one unpark for each of them that has gone to sleep. Nothing is allocated. The threads
 * are daemons and start with the pool; an idle pool sleeps, so there is nothing to close.
 */
public final class WorkerPool implements Workers {
  /**
   * The system property that sets the number of threads of the {@linkplain #shared shared pool}.
   */
  public static final String THREADS_PROPERTY = "adjoint.threads";

  private static final int MAX_THREADS = 1024;

  /** Rounds of {@link Thread#onSpinWait} before a thread sleeps: some tens of microseconds. */
  private static final int SPINS = 2_000;

  private static volatile @Nullable WorkerPool shared;

  private final Worker[] workers;
  private final int spins;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * The job's number in the upper half and its unclaimed pieces in the lower. One word holds both,
   * so that a worker that overslept cannot claim a piece of a job other than the one it has read.
   */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private final Failure failure = new Failure();

  // The job under way; written before the ticket is, hence seen by each that claims a piece.
  private @Nullable Task task;
  private int count;
  private @Nullable Thread caller;
  private volatile boolean callerSleeps;

  private WorkerPool(int threads) {
    workers = new Worker[threads - 1];
    // With more threads than processors a spinning thread keeps from work the one it waits for.
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("adjoint-worker-" + (i + 1));
    }
    for (var worker : workers) {
      worker.start();
    }
  }

  /**
   * Returns the pool of this process, made on first use with as many threads as {@code
   * -Dadjoint.threads=N} says, or as there are processors.
   *
   * @throws IllegalArgumentException if the property is not a whole number from 1 to 1024
   */
  public static WorkerPool shared() {
    var pool = shared;
    if (pool == null) {
      synchronized (WorkerPool.class) {
        pool = shared;
        if (pool == null) {
          pool = of(threadsFrom(System.getProperty(THREADS_PROPERTY)));
          shared = pool;
        }
      }
    }
    return pool;
  }

  /**
   * Returns a new pool of {@code threads} threads, the calling one included: a pool of one has no
   * thread of its own.
   *
   * @throws IllegalArgumentException if {@code threads} is not between 1 and 1024
   */
  public static WorkerPool of(int threads) {
    checkArgument(
        threads >= 1 && threads <= MAX_THREADS,
        "worker pool: the number of threads must be between 1 and %s, not %s",
        MAX_THREADS,
        threads);
    return new WorkerPool(threads);
  }

  /** Returns the number of threads that {@code property} asks for; null asks for the default. */
  static int threadsFrom(@Nullable String property) {
    if (property == null) {
      return Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    }
    try {
      int threads = Integer.parseInt(property.strip());
      if (threads >= 1 && threads <= MAX_THREADS) {
        return threads;
      }
    } catch (NumberFormatException _) {
      // Reported below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "-D%s=%s: expected a whole number from 1 to %s"
            .formatted(THREADS_PROPERTY, property, MAX_THREADS));
  }

  /** Returns the number of threads that share the work, the calling one included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Calls {@code task.run(i)} once for every {@code i} in {@code [0, count)} and returns when all
   * calls have returned, whether or not one of them failed.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws RuntimeException the exception of the failing call with the lowest index; likewise for
   *     errors
   */
  @Override
  public void forEach(int count, Task task) {
    checkArgument(count >= 0, "worker pool: negative number of pieces: %s", count);
    requireNonNull(task);
    if (count <= 1 || workers.length == 0 || !taken.compareAndSet(false, true)) {
      forEachHere(count, task);
      return;
    }
    Throwable thrown;
    try {
      publish(count, task);
      int finished = workOff();
      if (unfinished.addAndGet(-finished) != 0) {
        awaitWorkers();
      }
      thrown = failure.take();
    } finally {
      this.task = null;
      caller = null;
      taken.set(false);
    }
    rethrow(thrown);
  }

  private static void forEachHere(int count, Task task) {
    Throwable first = null;
    for (int i = 0; i < count; i++) {
      try {
        task.run(i);
      } catch (Throwable t) {
        first = first == null ? t : first;
      }
    }
    rethrow(first);
  }

  private void publish(int count, Task task) {
    this.task = task;
    this.count = count;
    caller = Thread.currentThread();
    unfinished.set(count);
    long job = (ticket.get() >>> 32) + 1;
    ticket.set(job << 32 | count);
    int helpers = Math.min(count - 1, workers.length);
    for (int i = 0; i < helpers; i++) {
      workers[i].wake();
    }
  }

  /** Claims and runs pieces until none is left; returns how many it ran. */
  private int workOff() {
    int finished = 0;
    for (long t = ticket.get(); (int) t > 0; t = ticket.get()) {
      // A piece is unclaimed, so the job cannot end, nor these fields change, before the claim.
      var job = task;
      int index = count - (int) t;
      if (ticket.compareAndSet(t, t - 1)) {
        try {
          requireNonNull(job).run(index);
        } catch (Throwable thrown) {
          failure.record(index, thrown);
        }
        finished++;
      }
    }
    return finished;
  }

  private void awaitWorkers() {
    for (int i = 0; i < spins; i++) {
      if (unfinished.get() == 0) {
        return;
      }
      Thread.onSpinWait();
    }
    callerSleeps = true;
    boolean interrupted = false;
    while (unfinished.get() != 0) {
      LockSupport.park(this);
      // An interrupted thread does not park; the interrupt waits until the pieces are done.
      interrupted |= Thread.interrupted();
    }
    callerSleeps = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(@Nullable Throwable thrown) {
    switch (thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a piece threw a checked exception", thrown);
    }
  }

  /** The failure of the piece with the lowest index, so that a rerun reports the same one. */
  private static final class Failure {
    private int index = Integer.MAX_VALUE;
    private @Nullable Throwable thrown;

    synchronized void record(int index, Throwable thrown) {
      if (this.thrown == null || index < this.index) {
        this.index = index;
        this.thrown = thrown;
      }
    }

    synchronized @Nullable Throwable take() {
      var taken = thrown;
      thrown = null;
      return taken;
    }
  }

  private final class Worker extends Thread {
    private volatile boolean sleeps;

    Worker(String name) {
      super(null, null, name, 0, false);
      setDaemon(true);
    }

    /** Wakes this worker if it sleeps; the ticket has been written before. */
    void wake() {
      if (sleeps) {
        sleeps = false;
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (true) {
        awaitWork();
        int finished = workOff();
        if (finished > 0) {
          // Read before the pieces are counted: after that the next job may set the field.
          var waiting = caller;
          if (unfinished.addAndGet(-finished) == 0 && callerSleeps) {
            LockSupport.unpark(waiting);
          }
        }
      }
    }

    private void awaitWork() {
      for (int i = 0; i < spins; i++) {
        if ((int) ticket.get() > 0) {
          return;
        }
        Thread.onSpinWait();
      }
      while (true) {
        sleeps = true;
        if ((int) ticket.get() > 0) {
          sleeps = false;
          return;
        }
        LockSupport.park(WorkerPool.this);
      }
    }
  }
}
