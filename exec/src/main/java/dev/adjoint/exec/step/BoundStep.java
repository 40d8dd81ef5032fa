// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

/** A step of a plan, bound to memory. Serves one run at a time. */
@FunctionalInterface
public interface BoundStep {
  /** Reads the inputs and overwrites the outputs. */
  void run();

  /** Lets go of what is kept from one run to the next of memory that others bring. */
  default void release() {}
}
