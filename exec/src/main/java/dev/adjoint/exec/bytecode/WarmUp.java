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
 * <p>Every call does the same work. Calls that return at once would be counted as well, and cost
 * nothing; but C2 would learn from them that the work is seldom done, and leave the methods that do
 * it out of line, with vectors that stay objects.
 */
final class WarmUp {
  /** Calls between two looks at whether the kernel is fast: C2 takes it up after some thousands. */
  private static final int TRIAL = 256;

  /** Calls that are timed together. The best batch counts: in others, the thread had to wait. */
  private static final int BATCH = 32;

  /**
   * How often that is tried, ever more seldom, which gives C2 two minutes: a second is enough if it
   * has a processor to itself, but a machine may be busy for long.
   */
  private static final int MOST_TRIALS = 1000;

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

  /** Calls a kernel and the decoys in turn, and returns the nanoseconds that a call takes. */
  private static long time(Exercise exercise) {
    long best = Long.MAX_VALUE;
    for (int batch = 0; batch < TRIAL / BATCH; batch++) {
      best = Math.min(best, call(exercise) / BATCH);
    }
    return best;
  }

  private static long call(Exercise exercise) {
    long before = System.nanoTime();
    for (int call = 0; call < BATCH; call++) {
      for (int kernel = 0; kernel <= Exercise.DECOYS; kernel++) {
        exercise.run(kernel);
      }
    }
    return System.nanoTime() - before;
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
      boolean fast = time(exercise) <= exercise.limit();
      boolean over = fast || ++number == MOST_TRIALS;
      if (over) {
        kernel.settle(fast);
      }
      return over;
    }
  }
}
