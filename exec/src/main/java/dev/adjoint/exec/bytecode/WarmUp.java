package dev.adjoint.exec.bytecode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs kernels on arrays of their own, in a thread of low priority, until the JIT compiler has made
 * them fast. Those that most work waits for come first. One that never gets fast, such as one on
 * vectors that the processor lacks, is given up.
 *
 * <p>A vector that is an object takes a hundred times as long, and makes the JIT compiler busy with
 * the Vector API's own code for such vectors. But what the JIT compiler counts is calls: 200 before
 * C1 compiles a method, 5,000 more before C2 does, and again 5,000 if it was too busy to have the
 * former watched. So almost all calls of a kernel here do nothing. Some do something, for C2 leaves
 * out what it has never seen run.
 */
final class WarmUp {
  /** Calls that do nothing for each that does. */
  private static final int EMPTY_CALLS = 127;

  /** Calls that do something, and the empty ones with each, that are enough for C2. */
  private static final int ENOUGH = 44;

  /** Calls that do something to see whether a kernel is fast, and to have more calls counted. */
  private static final int TRIAL = 8;

  /** How often that is tried, ever more seldom, which gives C2 some ten seconds. */
  private static final int MOST_TRIALS = 300;

  private static final Set<Tiered<?>> WAITING = new LinkedHashSet<>();

  private static boolean running;

  private WarmUp() {}

  /** Has a kernel warmed up, and lets it know how that ended. */
  static synchronized void submit(Tiered<?> kernel) {
    WAITING.add(kernel);
    if (!running) {
      running = true;
      Thread.ofPlatform()
          .name("adjoint-warm-up")
          .daemon()
          .priority(Thread.MIN_PRIORITY)
          .start(WarmUp::run);
    }
  }

  private static synchronized Optional<Tiered<?>> next() {
    Optional<Tiered<?>> next = WAITING.stream().max(Comparator.comparingLong(Tiered::done));
    next.ifPresent(WAITING::remove);
    return next;
  }

  /** Returns whether there is nothing left to do, so that the thread ends. */
  private static synchronized boolean ends() {
    running = !WAITING.isEmpty();
    return !running;
  }

  private static void run() {
    List<Trial> compiling = new ArrayList<>();
    do {
      Optional<Tiered<?>> next = next();
      next.ifPresent(kernel -> {
        call(kernel.exercise(), ENOUGH);
        compiling.add(new Trial(kernel));
      });
      compiling.removeIf(Trial::isOver);
      if (next.isEmpty() && !compiling.isEmpty()) {
        pause(2 + compiling.getLast().number / 4);
      }
    } while (!compiling.isEmpty() || !ends());
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      // Nobody knows this thread; if somebody interrupts it all the same, it hurries.
    }
  }

  /** Calls a kernel, and returns the nanoseconds of the fastest call that did something. */
  private static long call(Exercise exercise, int calls) {
    long least = Long.MAX_VALUE;
    for (int call = 0; call < calls; call++) {
      long before = System.nanoTime();
      exercise.run(0, Exercise.MOST_ROUNDS);
      least = Math.min(least, System.nanoTime() - before);
      for (int empty = 0; empty < EMPTY_CALLS; empty++) {
        for (int kernel = 0; kernel <= Exercise.DECOYS; kernel++) {
          exercise.run(kernel, 0);
        }
      }
    }
    return least;
  }

  /** Whether a kernel is fast by now. */
  private static final class Trial {
    private final Tiered<?> kernel;
    private int number;

    Trial(Tiered<?> kernel) {
      this.kernel = kernel;
    }

    boolean isOver() {
      Exercise exercise = kernel.exercise();
      boolean fast = call(exercise, TRIAL) <= exercise.limit(Exercise.MOST_ROUNDS);
      boolean over = fast || ++number == MOST_TRIALS;
      if (over) {
        kernel.settle(fast);
      }
      return over;
    }
  }
}
