// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

/** One workload as one contender does it, with its data in memory and its weights initial. */
public interface Step extends AutoCloseable {
  /**
   * Returns the loss and the norm of the gradient at the present weights, which it leaves as they
   * are.
   */
  Figures figures();

  /** Does the step once: the whole of what is timed. */
  void run();

  /** Returns how many seconds of its making were compilation; NaN where there is none. */
  default double compileSeconds() {
    return Double.NaN;
  }

  @Override
  default void close() {}

  /**
   * What tells whether two contenders compute the same.
   *
   * @param loss the loss
   * @param gradientNorm the norm of one gradient of it, {@code √Σg²}
   */
  record Figures(double loss, double gradientNorm) {}
}
