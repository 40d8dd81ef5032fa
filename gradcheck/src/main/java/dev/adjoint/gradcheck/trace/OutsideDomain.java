// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

/** Says that a kernel threw, since it has no value for its inputs. */
final class OutsideDomain extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Wraps what the kernel threw. */
  OutsideDomain(RuntimeException cause) {
    super(cause);
  }
}
