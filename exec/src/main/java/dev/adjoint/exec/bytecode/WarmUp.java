// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has the JIT compiler make kernels on vectors fast, in a thread beside the program: those first
 * that most work waits for. The thread ends when nothing is left to do, and keeps no JVM alive.
 *
 * <p>C2 takes up a method after thousands of calls, and by what these did it decides how to compile
 * it. If all of them ran over vectors, they would take longer than everything else. So few do, and
 * the others return at once. C2 then takes the loops for rarer than they are, and its code is up to
 * a seventh slower than that of kernels that run over vectors from the first call on.
 */
final class WarmUp {
  /** Kernels that are warmed up at the same time, while C2 compiles one of them. */
  private static final int AT_ONCE = 3;

  /** Calls that return at once in each of the first rounds. */
  private static final int FEW_CALLS = 512;

  /** Such calls in a later round: the longer C2's queue is, the more it takes to get into it. */
  private static final int CALLS = 4096;

  /** Runs over vectors in each of the first rounds but the very first, which is interpreted. */
  private static final int RUNS = 8;

  /** Rounds after which the profile is complete, and C2 is waited for. */
  private static final int PROFILED = 12;

  /** Runs of which the fastest counts: in others, the thread may have had to wait. */
  private static final int TIMED = 4;

  /**
   * How many rounds are tried, ever more seldom, some two minutes in all. A second is enough if C2
   * has a processor to itself, but a machine may be busy for long.
   */
  private static final int MOST_ROUNDS = 2000;

  private static final int LONGEST_PAUSE = 60;

  private static final Set<Tiered<?>> WAITING = new LinkedHashSet<>();

  private static boolean running;

  private WarmUp() {}

  /** Has a kernel warmed up. */
  static synchronized void submit(Tiered<?> kernel) {
    WAITING.add(kernel);
    if (!running) {
      running = true;
      Thread.ofPlatform()
          .name("adjoint-warm-up")
          .daemon()
          .inheritInheritableThreadLocals(false)
          .start(WarmUp::work);
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

  private static void work() {
    List<Trial<?>> trials = new ArrayList<>();
    do {
      while (trials.size() < AT_ONCE) {
        Optional<Tiered<?>> next = next();
        if (next.isEmpty()) {
          break;
        }
        begin(next.get()).ifPresent(trials::add);
      }
      trials.removeIf(Trial::isOver);
      if (!trials.isEmpty()) {
        pause(trials.getLast().rounds);
      }
    } while (!trials.isEmpty() || !ends());
  }

  private static <K> Optional<Trial<K>> begin(Tiered<K> tiered) {
    try {
      return tiered.make().map(kernel -> new Trial<>(tiered, kernel, tiered.exercise(kernel)));
    } catch (LinkageError | OutOfMemoryError e) {
      System.getLogger(WarmUp.class.getName())
          .log(Level.WARNING, "A kernel stays on single elements, which is slower", e);
      return Optional.empty();
    }
  }

  private static void pause(int rounds) {
    try {
      Thread.sleep(Math.min(LONGEST_PAUSE, 1 + rounds / 16));
    } catch (InterruptedException e) {
      // Nobody knows this thread; if somebody interrupts it all the same, it hurries.
    }
  }

  /** A kernel on its way. */
  private static final class Trial<K> {
    private final Tiered<K> tiered;
    private final K kernel;
    private final Exercise exercise;
    private int rounds;

    Trial(Tiered<K> tiered, K kernel, Exercise exercise) {
      this.tiered = tiered;
      this.kernel = kernel;
      this.exercise = exercise;
    }

    /** Returns whether the kernel is fast by now, or is given up. */
    boolean isOver() {
      for (int run = 0; run < RUNS && rounds > 0 && rounds < PROFILED; run++) {
        exercise.run();
      }
      int calls = rounds < PROFILED ? FEW_CALLS : CALLS;
      for (int call = 0; call < calls; call++) {
        exercise.call();
      }
      boolean isFast = time() <= exercise.limit();
      if (isFast) {
        tiered.takeOver(kernel);
      }
      return isFast || ++rounds == MOST_ROUNDS;
    }

    /** Returns how long a run takes, at best if that may be what C2 has made. */
    private long time() {
      long best = Long.MAX_VALUE;
      for (int run = 0; run < TIMED && (run == 0 || best < TIMED * exercise.limit()); run++) {
        long before = System.nanoTime();
        exercise.run();
        best = Math.min(best, System.nanoTime() - before);
      }
      return best;
    }
  }
}
