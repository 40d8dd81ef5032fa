// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

/** Something worth timing: what it is called, and how Adjoint does it. */
public interface Workload {
  /** Returns the name, in lower case: what {@code --only} takes and the files say. */
  String name();

  /** Returns what is computed, in a line. */
  String summary();

  /**
   * Returns whether a step draws random numbers, which differ from contender to contender; by
   * default none does.
   */
  default boolean isRandom() {
    return false;
  }

  /** Returns whether DJL has a step for it, too; by default it has. */
  default boolean isInDjl() {
    return true;
  }

  /** Returns Adjoint's step, compiled anew. */
  AdjointStep adjoint();
}
