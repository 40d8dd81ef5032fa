// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

/** A step of a plan, bound to memory. Serves one run at a time. */
@FunctionalInterface
public interface BoundStep {
  /** Reads the inputs and overwrites the outputs. */
  void run();

  /** Releases references, kept between runs, to memory supplied by others. */
  default void release() {}
}
