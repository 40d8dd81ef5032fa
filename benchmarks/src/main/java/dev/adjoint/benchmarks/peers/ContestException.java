// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

/** A contender does not run, or does not compute what it should. */
final class ContestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContestException(String message) {
    super(message);
  }

  ContestException(String message, Throwable cause) {
    super(message, cause);
  }
}
