// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;

/**
 * Checks that function and rule are pure: that they give the same whenever they are asked, whatever
 * was asked before, and write to nothing that they are given.
 */
final class PurityCheck {
  private final Derivative derivative;
  private final TracedFunction trace;
  private final CheckLog protocol;

  PurityCheck(Derivative derivative, TracedFunction trace, CheckLog protocol) {
    this.derivative = derivative;
    this.trace = trace;
    this.protocol = protocol;
  }

  /** Writes down the first way in which the rule is not pure, if there is one. */
  void run() {
    boolean writes = derivative.backwardWrites();
    boolean same = isSame(derivative.atPoint());
    if (derivative.forwardWrites()) {
      protocol.find(
          Kind.IMPURE,
          "the function%s changes its arguments; a kernel must write to its outputs alone"
              .formatted(derivative.where()));
    } else if (writes || derivative.backwardWrites()) {
      find("changes the cotangent or the arguments; a kernel must write to its outputs alone");
    } else if (!same) {
      find("has another value the second time it is computed");
    } else if (!isSameAfter(-1) || !isSameAfter(0)) {
      find(
          "depends on where the function was evaluated before: the rule uses what the function left"
              + " behind; make it an output of the function, or compute it again");
    } else if (derivative.subject().order() == 1 && !isSame(asked())) {
      find("is another one the second time that the rule is asked for it");
    }
  }

  /** Returns whether the gradient stays when the function has been elsewhere in between. */
  private boolean isSameAfter(double factor) {
    derivative.visit(factor);
    return isSame(derivative.atPoint());
  }

  /** Returns the gradient by what the rule returns when it is asked once more. */
  private double[] asked() {
    try {
      Formulas again = derivative.arithmetic().again(derivative.subject(), trace);
      return again.backward(derivative.given(again)).run();
    } catch (RuntimeException _) {
      return new double[0];
    }
  }

  private boolean isSame(double[] gradient) {
    return Arrays.equals(gradient, derivative.analytic());
  }

  private void find(String how) {
    protocol.find(Kind.IMPURE, "the gradient%s %s".formatted(derivative.where(), how));
  }
}
