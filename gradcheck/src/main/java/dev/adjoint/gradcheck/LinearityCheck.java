// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Checks that a gradient {@code g(dy)} is linear in its cotangent. Products with powers of two
 * round nowhere, so a linear rule answers to them to the bit; very large and very small ones find
 * rules that clip or drop.
 */
final class LinearityCheck {
  private static final double SAFETY = 16;
  private static final double[] FACTORS = {-2, 0x1p20, 0x1p-20};

  private final Derivative derivative;
  private final int firstCotangent;
  private final CheckLog protocol;
  private final RandomGenerator random;
  private final double unit;

  /**
   * Prepares a check.
   *
   * @param firstCotangent which input of the gradient is the first cotangent
   */
  LinearityCheck(
      Derivative derivative, int firstCotangent, CheckLog protocol, RandomGenerator random) {
    this.derivative = derivative;
    this.firstCotangent = firstCotangent;
    this.protocol = protocol;
    this.random = random;
    this.unit = derivative.unit() * derivative.roundings();
  }

  /** Writes down how the gradient is not linear, if it is not. */
  void run() {
    double[] v = derivative.v();
    if (!isZero(at(new double[v.length]))) {
      fail("is not zero for a cotangent of zeros");
    }
    for (double factor : FACTORS) {
      if (!scales(factor) && !derivative.leavesRange(times(factor), false)) {
        fail("for the cotangent %s·dy is not %s times that for dy".formatted(factor, factor));
        break;
      }
    }
    if (!adds(v, derivative.drawCotangent(random))) {
      fail("for the sum of two cotangents is not the sum of the gradients for each");
    }
    at(v);
  }

  private void fail(String how) {
    String thrown =
        derivative.backward().failure().map(e -> "; the gradient throws: " + e).orElse("");
    protocol.find(
        Kind.NOT_LINEAR, "the gradient%s %s%s".formatted(derivative.where(), how, thrown));
  }

  /** Returns whether all is zero; what is not finite in the first place is another matter. */
  private boolean isZero(double[] gradient) {
    double[] g = derivative.analytic();
    return IntStream.range(0, g.length).allMatch(i -> gradient[i] == 0 || !Double.isFinite(g[i]));
  }

  private boolean scales(double factor) {
    double[] g = derivative.analytic();
    double[] scaled = at(times(factor));
    for (int i = 0; i < g.length; i++) {
      double exact = factor * g[i];
      if (Double.isFinite(g[i])
          && !(Math.abs(scaled[i] - exact) <= unit * (Math.abs(exact) + Float.MIN_NORMAL))) {
        return false;
      }
    }
    return true;
  }

  private double[] times(double factor) {
    return Arrays.stream(derivative.v()).map(x -> x * factor).toArray();
  }

  private boolean adds(double[] v, double[] w) {
    double[] g = derivative.analytic();
    double[] h = at(w);
    double[] both = v.clone();
    for (int k = 0; k < both.length; k++) {
      both[k] += w[k];
    }
    double[] sum = at(both);
    double largest = 0;
    for (int i = 0; i < g.length; i++) {
      double here = Math.max(Math.abs(g[i]), Math.abs(h[i]));
      largest = Double.isFinite(here) ? Math.max(largest, here) : largest;
    }
    for (int i = 0; i < g.length; i++) {
      double apart = Math.abs(sum[i] - g[i] - h[i]);
      if (Double.isFinite(g[i])
          && !(apart <= SAFETY * unit * largest)
          && !isRounding(apart, i, w, both)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether rounding inside the rules explains a difference. */
  private boolean isRounding(double apart, int i, double[] w, double[] both) {
    double errors =
        derivative.ruleErrors()[i]
            + derivative.ruleErrors(w, derivative.unit())[i]
            + derivative.ruleErrors(both, derivative.unit())[i];
    return apart <= SAFETY * errors || derivative.leavesRange(both, false);
  }

  private double[] at(double[] cotangent) {
    derivative.backward().setFrom(firstCotangent, cotangent);
    return derivative.backward().run();
  }
}
