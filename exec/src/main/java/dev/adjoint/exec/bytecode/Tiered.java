package dev.adjoint.exec.bytecode;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two kernels that give the same bits: one in plain loops, which is soon compiled, and one on the
 * Vector API, which is fast only once C2 has compiled it, for every vector is an object before. The
 * plain one is used until {@link WarmUp} has made the other fast, beside the program. The change
 * shows in nothing but speed, so it may come between any two calls.
 *
 * @param <K> the interface of the kernels
 */
public final class Tiered<K> {
  /** The system property that, where it is {@code off}, has vectors used at once. */
  public static final String WARM_UP_PROPERTY = "adjoint.warmup";

  /** Work on the plain kernel, about a millisecond's, after which vectors are worth it. */
  private static final long WORTH = 1_000_000;

  private final K vector;
  private final @Nullable Exercise exercise;
  private volatile K best;

  /** Whether there is something to decide. Threads may see late that there is not. */
  private boolean open;

  /** Work done so far. Threads may overwrite each other's count. */
  private long done;

  private Tiered(K first, K vector, @Nullable Exercise exercise) {
    this.best = first;
    this.vector = vector;
    this.exercise = exercise;
    this.open = exercise != null;
  }

  /** Returns whether vectors are used at once, as {@code -Dadjoint.warmup=off} has it. */
  public static boolean isOff() {
    return System.getProperty(WARM_UP_PROPERTY, "").equals("off");
  }

  /**
   * Returns a choice that starts with the plain kernel, unless {@link #isOff}.
   *
   * @param exercise runs {@code vector} on arrays of its own
   */
  public static <K> Tiered<K> of(K plain, K vector, Exercise exercise) {
    return isOff() ? new Tiered<>(vector, vector, null) : new Tiered<>(plain, vector, exercise);
  }

  /**
   * Returns the kernel to use.
   *
   * @param work what it is going to do, in instructions on single elements
   */
  public K forWork(long work) {
    if (open) {
      count(work);
    }
    return best;
  }

  private void count(long work) {
    long before = done;
    done = before + work;
    if (before <= WORTH && before + work > WORTH) {
      WarmUp.submit(this);
    }
  }

  /** Returns how much work was done so far. */
  long done() {
    return done;
  }

  /** Returns what runs the kernel on vectors. */
  Exercise exercise() {
    return Objects.requireNonNull(exercise);
  }

  /** Goes over to vectors if they are fast, else stays without for good. */
  void settle(boolean fast) {
    if (fast) {
      best = vector;
    }
    open = false;
  }
}
