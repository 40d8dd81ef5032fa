package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Checks that a gradient {@code g(dy)} is linear in its cotangent. Products with powers of two
 * round nowhere, so a linear rule answers to them to the bit; very large and very small ones find
 * rules that clip or drop.
 */
final class LinearityCheck {
  private static final double[] FACTORS = {-2, 0x1p20, 0x1p-20};

  private final Derivative derivative;
  private final int firstCotangent;
  private final Protocol protocol;
  private final RandomGenerator random;
  private final double unit;

  /**
   * Prepares a check.
   *
   * @param firstCotangent which input of the gradient is the first cotangent
   */
  LinearityCheck(
      Derivative derivative, int firstCotangent, Protocol protocol, RandomGenerator random) {
    this.derivative = derivative;
    this.firstCotangent = firstCotangent;
    this.protocol = protocol;
    this.random = random;
    this.unit = derivative.unit() * derivative.roundings();
  }

  /** Writes down how the gradient is not linear, if it is not. */
  void run() {
    double[] v = derivative.v();
    if (!Arrays.stream(at(new double[v.length])).allMatch(g -> g == 0)) {
      fail("is not zero for a cotangent of zeros");
    }
    for (double factor : FACTORS) {
      if (!scales(factor)) {
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
    protocol.find(Kind.NOT_LINEAR, "the gradient%s %s".formatted(derivative.where(), how));
  }

  private boolean scales(double factor) {
    double[] g = derivative.analytic();
    double[] scaled = at(Arrays.stream(derivative.v()).map(x -> x * factor).toArray());
    for (int i = 0; i < g.length; i++) {
      double exact = factor * g[i];
      if (!(Math.abs(scaled[i] - exact) <= unit * (Math.abs(exact) + Float.MIN_NORMAL))) {
        return false;
      }
    }
    return true;
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
      largest = Math.max(largest, Math.max(Math.abs(g[i]), Math.abs(h[i])));
    }
    for (int i = 0; i < g.length; i++) {
      if (!(Math.abs(sum[i] - g[i] - h[i]) <= 16 * (unit * largest + derivative.hidden()))) {
        return false;
      }
    }
    return true;
  }

  private double[] at(double[] cotangent) {
    derivative.backward().setFrom(firstCotangent, cotangent);
    return derivative.backward().run();
  }
}
