// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kernel in two tiers that give the same bits: one on single elements, which any compiler makes
 * fast, and one on the Vector API, which is fast only once C2 has compiled it, for every vector is
 * an object before. The first one runs until {@link WarmUp} has made the other fast beside the
 * program. The change shows in nothing but speed, so it may come between any two calls, on any
 * thread.
 *
 * @param <K> the interface of the kernels
 */
public abstract class Tiered<K> {
  /** Work on single elements, about a millisecond's, after which vectors are worth compiling. */
  private static final long WORTH = 1_000_000;

  /** The kernel on vectors, once it is fast. */
  private volatile @Nullable K fast;

  /**
   * Work done so far. Threads may overwrite each other's sum, but one of them sees it pass {@link
   * #WORTH}.
   */
  private long done;

  /**
   * Begins with a kernel on vectors, or on single elements.
   *
   * @param fast the kernel on vectors; null to begin without
   */
  protected Tiered(@Nullable K fast) {
    this.fast = fast;
  }

  /** Returns whether there is a fast kernel by now. */
  public final boolean isFast() {
    return fast != null;
  }

  /** Returns the kernel on vectors; null as long as the one on single elements is faster. */
  protected final @Nullable K fast() {
    return fast;
  }

  /**
   * Adds to the work that was done on single elements.
   *
   * @param work instructions on single elements
   */
  protected final void count(long work) {
    long before = done;
    done = before + work;
    if (before < WORTH && before + work >= WORTH) {
      WarmUp.submit(this);
    }
  }

  /** Returns how much work was done so far on single elements. */
  final long done() {
    return done;
  }

  /** Makes the kernel on vectors; empty if there can be none. */
  protected abstract Optional<K> make();

  /** Returns calls of the kernel on vectors. */
  protected abstract Exercise exercise(K kernel);

  /** Goes over to a kernel that is fast. */
  final void takeOver(K kernel) {
    fast = kernel;
  }
}
