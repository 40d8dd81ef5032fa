// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Checks that a gradient {@code g(dy)} is linear in its cotangent. Products with powers of two
 * round nowhere, so a linear rule answers to them to the bit; very large and very small ones find
 * rules that clip or drop. For cotangents that rules may single out, such as one of equal numbers,
 * {@code g(w + s) − g(w)} says what {@code g(s)} must be: {@code w} is random, and so is the sum.
 */
final class LinearityCheck {
  private static final double SAFETY = 16;
  private static final int[] EXPONENTS = {1, 20, -20};
  private static final int[] WIDE_EXPONENTS = {70, -70};

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
    if (checkFactors() && checkSum(v, derivative.analytic(), "random", otherCotangent())) {
      checkSpecial();
    }
    at(v);
  }

  private boolean checkFactors() {
    for (int exponent : EXPONENTS) {
      if (!checkFactor(exponent)) {
        return false;
      }
    }
    if (derivative.holdsDoubles()) {
      for (int exponent : WIDE_EXPONENTS) {
        if (!checkFactor(exponent)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The factor 2 has a minus, for rules that go by the sign. */
  private boolean checkFactor(int exponent) {
    double factor = Math.scalb(exponent == 1 ? -1.0 : 1.0, exponent);
    boolean right = scales(factor) || derivative.leavesRange(times(factor), false);
    if (!right) {
      String name = exponent == 1 ? "-2" : "2^" + exponent;
      fail("for the cotangent %s·dy is not %s times that for dy".formatted(name, name));
    }
    return right;
  }

  private void checkSpecial() {
    double[] w = Cotangents.plain(derivative.v().length, random);
    double[] g = at(w);
    for (SpecialCotangents.Special special : SpecialCotangents.of(w.length, random)) {
      if (!checkSum(w, g, special.name(), special.values())) {
        return;
      }
    }
  }

  private double[] otherCotangent() {
    return derivative.drawCotangent(random);
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
    double least = derivative.holdsDoubles() ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    for (int i = 0; i < g.length; i++) {
      double exact = factor * g[i];
      if (Double.isFinite(g[i])
          && !(Math.abs(scaled[i] - exact) <= unit * (Math.abs(exact) + least))) {
        return false;
      }
    }
    return true;
  }

  private double[] times(double factor) {
    return Arrays.stream(derivative.v()).map(x -> x * factor).toArray();
  }

  /** Checks {@code g(v + w) = g(v) + g(w)}. */
  private boolean checkSum(double[] v, double[] g, String name, double[] w) {
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
          && !isRounding(apart, i, v, w, both)) {
        fail(
            name.equals("random")
                ? "for the sum of two cotangents is not the sum of the gradients for each"
                : "for a cotangent that is %s is not what linearity makes of others".formatted(name)
                    + ": most likely the rule singles it out");
        return false;
      }
    }
    return true;
  }

  /** Returns whether rounding inside the rules explains a difference. */
  private boolean isRounding(double apart, int i, double[] v, double[] w, double[] both) {
    double errors =
        derivative.ruleErrors(v, derivative.arithmetic().ruleUnit())[i]
            + derivative.ruleErrors(w, derivative.unit())[i]
            + derivative.ruleErrors(both, derivative.unit())[i];
    return apart <= SAFETY * errors
        || derivative.leavesRange(v, false)
        || derivative.leavesRange(w, false)
        || derivative.leavesRange(both, false);
  }

  private double[] at(double[] cotangent) {
    derivative.backward().setFrom(firstCotangent, cotangent);
    return derivative.backward().run();
  }
}
