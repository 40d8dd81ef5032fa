// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/** What a check found, in one word. */
public enum Verdict {
  /** Every derivative agrees with the numerical one. */
  CORRECT,
  /** Nothing has a derivative, and the numbers confirm it: small changes change nothing. */
  NOT_DIFFERENTIABLE,
  /** No error was seen, but the point does not allow to say that there is none. */
  INCONCLUSIVE,
  /** A rule is wrong. */
  WRONG
}
