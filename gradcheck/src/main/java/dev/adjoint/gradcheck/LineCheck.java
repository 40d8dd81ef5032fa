// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.DerivativeComparison.Opinion;
import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Checks the derivative along the line on which all variables grow alike. On it ties stay ties: a
 * maximum of equal numbers has slope 1, be the cotangent given to the first of them or shared.
 */
final class LineCheck {
  private final Derivative derivative;
  private final CheckLog protocol;

  LineCheck(Derivative derivative, CheckLog protocol) {
    this.derivative = derivative;
    this.protocol = protocol;
  }

  /**
   * Writes down whether the derivative along the line is wrong; it need not be told. Where a step
   * along the line leaves the branch of the point nothing can be said: of several kinks that meet
   * there each may be taken as if it were alone (Bolte and Pauwels, "Conservative set valued
   * fields", 2021: a gradient by the chain rule is right along what stays on the branch).
   */
  void run() {
    List<Integer> all = IntStream.range(0, derivative.variables().size()).boxed().toList();
    double[] ones = new double[all.size()];
    Arrays.fill(ones, 1);
    Opinion opinion = derivative.opinion(all, ones);
    if (!protocol.hasErrors()
        && !opinion.kink()
        && opinion.fault().filter(Kind.MISMATCH::equals).isPresent()) {
      protocol.find(
          Kind.MISMATCH,
          String.format(
              Locale.ROOT,
              "the gradient%s differs from the numerical derivative where all variables grow alike,"
                  + " though each entry by itself may be right: analytic %.10g, numeric %.10g ±"
                  + " %.2g; a rule is wrong at a tie",
              derivative.where(),
              derivative.sum(),
              opinion.numeric(),
              opinion.tolerance()));
    }
  }
}
