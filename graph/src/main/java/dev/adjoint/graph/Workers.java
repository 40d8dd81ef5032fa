// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

/**
 * Runs the pieces of a kernel, on one thread or on several.
 *
 * <p>Each element of a result is written by one piece, in an order that does not depend on how the
 * work is cut up: so the result is the same, to the bit, on any number of threads.
 */
@FunctionalInterface
public interface Workers {
  /** Runs every piece on the calling thread, in order. */
  Workers SERIAL =
      (count, task) -> {
        for (int i = 0; i < count; i++) {
          task.run(i);
        }
      };

  /**
   * Calls {@code task.run(i)} once for every {@code i} in {@code [0, count)} and returns when all
   * calls have returned. Their order is unspecified and they may overlap.
   */
  void forEach(int count, Task task);

  /** One piece of work out of many. */
  @FunctionalInterface
  interface Task {
    /** Does the piece with the given number. */
    void run(int index);
  }
}
