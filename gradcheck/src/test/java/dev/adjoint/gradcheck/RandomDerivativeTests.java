// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Derivatives of random numbers by their parameters: of those made by a formula against
 * differences, of gamma numbers and what is made of them by the derivatives of known means. Six
 * standard deviations, taken from the numbers, are allowed.
 */
class RandomDerivativeTests {
  private static final int N = 40_000;
  private static final RandomKey KEY = RandomKey.of(11);

  @Test
  void formulasHaveTheDerivativesOfDifferences() {
    List<Tensor> point =
        List.of(Tensor.of(0.5, 1.5, 2.5), Tensor.nested(new double[][] {{0.7}, {1.3}}));
    GradCheck.of(point, x -> KEY.laplace(x.get(0), x.get(1))).order(2).assertCorrect();
    GradCheck.of(point, x -> KEY.gumbel(x.get(0), x.get(1))).order(2).assertCorrect();
    GradCheck.of(point.subList(0, 1), x -> KEY.exponential(x.get(0))).order(2).assertCorrect();
  }

  /** Other bits make the normal numbers of F32, so that the checker takes these for wrong. */
  @Test
  void normalNumbersAreLinearInTheirParameters() {
    Expr mean = Expr.constant(Tensor.of(0.5, 1.5, 2.5));
    Expr deviation = Expr.constant(Tensor.of(0.7, 1.3, 2));
    List<Expr> slopes = Autodiff.grad(KEY.normal(mean, deviation).sum(), mean, deviation);
    assertThat(slopes.get(0).eval()).isEqualTo(Tensor.of(1.0, 1, 1));
    assertThat(slopes.get(1).eval()).isEqualTo(KEY.normal(mean.type()).eval());
  }

  /** Checks the mean of derivatives by a parameter, which has one value everywhere. */
  private static void assertMean(Expr parameters, Expr y, double expected) {
    double[] slopes = Autodiff.grad(y.sum(), parameters).getFirst().eval().toDoubleArray();
    double mean = 0;
    double squares = 0;
    for (double slope : slopes) {
      mean += slope / slopes.length;
      squares += slope * slope / slopes.length;
    }
    double deviation = Math.sqrt((squares - mean * mean) / slopes.length);
    assertThat(deviation).isPositive();
    assertThat(mean).isCloseTo(expected, within(6 * deviation));
  }

  private static Expr all(DType dtype, double value) {
    return Expr.full(TensorType.of(dtype, N), value);
  }

  @Test
  void meansOfGammaNumbersHaveTheirDerivatives() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (double shape : new double[] {0.05, 0.4, 1, 2.3, 17, 900}) {
        Expr a = all(dtype, shape);
        Expr z = KEY.gamma(a);
        assertMean(a, z, 1);
        assertMean(a, z.square(), 2 * shape + 1);
        // E ln z = ψ(α); ψ′(2.3) by mpmath
        if (shape == 2.3) {
          assertMean(a, KEY.logGamma(a), 0.542537458665258);
        }
      }
    }
  }

  @Test
  void ratesDivideGammaNumbers() {
    Expr rate = all(DType.F64, 2);
    assertMean(rate, KEY.gamma(all(DType.F64, 3), rate), -0.75);
  }

  @Test
  void secondDerivativesOfGammaNumbersAreThoseOfMeans() {
    for (double shape : new double[] {0.4, 1, 2.3, 17}) {
      Expr a = all(DType.F64, shape);
      UnaryOperator<Expr> slope = y -> Autodiff.grad(y.sum(), a).getFirst();
      // E z² = α² + α, E z³ = α·(α + 1)·(α + 2)
      assertMean(a, slope.apply(KEY.gamma(a).square()), 2);
      assertMean(a, slope.apply(KEY.gamma(a).pow(3)), 6 * shape + 6);
    }
  }

  @Test
  void meansOfBetaNumbersHaveTheirDerivatives() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      double[][] parameters = {{0.3, 0.6}, {2, 5}, {60, 20}};
      for (double[] p : parameters) {
        Expr a = all(dtype, p[0]);
        Expr b = all(dtype, p[1]);
        double sum = p[0] + p[1];
        assertMean(a, KEY.beta(a, b), p[1] / (sum * sum));
        assertMean(b, KEY.beta(a, b), -p[0] / (sum * sum));
      }
    }
  }

  @Test
  void meansOfDirichletNumbersHaveTheirDerivatives() {
    // d(α₀/Σα)/dα₁ = −α₀/(Σα)²
    Expr first = all(DType.F64, 0.8).reshape(N, 1);
    Expr second = all(DType.F64, 2.5).reshape(N, 1);
    Expr third = all(DType.F64, 0.3).reshape(N, 1);
    Expr y = KEY.dirichlet(Expr.concat(1, first, second, third), 1).slice(1, 0, 1);
    assertMean(first, y, 2.8 / (3.6 * 3.6));
    assertMean(second, y, -0.8 / (3.6 * 3.6));
  }
}
