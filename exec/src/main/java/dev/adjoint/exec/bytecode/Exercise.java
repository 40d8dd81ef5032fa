// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

/** Calls of a kernel on arrays of its own, by which {@link WarmUp} has it compiled. */
public interface Exercise {
  /** Runs the kernel over some vectors, along every branch that it may take. */
  void run();

  /**
   * Calls the kernel with as little to do as it can have. The JIT compiler counts the call like any
   * other, and it takes no time while vectors are objects.
   */
  void call();

  /** Returns the nanoseconds that {@link #run} takes at most once C2 has compiled the kernel. */
  long limit();
}
