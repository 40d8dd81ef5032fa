// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives of functions that come to a limit, where their values are at it already. */
class TailDerivativeTests {
  private static double derivative(UnaryOperator<Expr> function, int order, double at) {
    Expr x = Expr.constant(Tensor.scalar(at));
    Expr y = function.apply(x);
    for (int i = 0; i < order; i++) {
      y = Autodiff.grad(y, x).getFirst();
    }
    return y.eval().item();
  }

  /** The limits are {@code 4·e^−2|x|} and {@code e^−|x|}. */
  @Test
  void derivativesOfSaturatedValuesKeepTheirDigits() {
    for (double x : new double[] {30, -30, 300, -300}) {
      double a = Math.abs(x);
      assertThat(derivative(Expr::tanh, 1, x))
          .isCloseTo(4 * StrictMath.exp(-2 * a), withPercentage(1e-12));
      assertThat(derivative(Expr::tanh, 2, x))
          .isCloseTo(-Math.signum(x) * 8 * StrictMath.exp(-2 * a), withPercentage(1e-12));
    }
    for (double x : new double[] {50, -50, 700, -700}) {
      double tail = StrictMath.exp(-Math.abs(x));
      assertThat(derivative(Expr::sigmoid, 1, x)).isCloseTo(tail, withPercentage(1e-12));
      assertThat(derivative(Expr::sigmoid, 2, x))
          .isCloseTo(-Math.signum(x) * tail, withPercentage(1e-12));
    }
  }

  @Test
  void anInfinityHasNoSlope() {
    for (double x : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(derivative(Expr::tanh, 1, x)).isZero();
      assertThat(derivative(Expr::sigmoid, 1, x)).isZero();
    }
    assertThat(derivative(Expr::tanh, 1, Double.NaN)).isNaN();
    assertThat(derivative(Expr::sigmoid, 1, Double.NaN)).isNaN();
  }

  /**
   * The slope is an even function, chosen by sign: its derivatives at 0 are those of both sides.
   */
  @Test
  void derivativesOfAnyOrderHoldAtZero() {
    double[] tanh = {0, 1, 0, -2, 0, 16};
    double[] sigmoid = {0.5, 0.25, 0, -0.125, 0, 0.25};
    for (int order = 0; order < tanh.length; order++) {
      for (double zero : new double[] {0, -0.0}) {
        assertThat(derivative(Expr::tanh, order, zero)).isCloseTo(tanh[order], within(1e-12));
        assertThat(derivative(Expr::sigmoid, order, zero)).isCloseTo(sigmoid[order], within(1e-12));
      }
    }
  }
}
