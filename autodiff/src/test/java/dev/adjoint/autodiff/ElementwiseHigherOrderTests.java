// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Repeated differentiation of elementwise ops, where it is easily wrong: far from 0, where a factor
 * overflows or vanishes, and at kinks.
 */
class ElementwiseHigherOrderTests {
  private static final double LARGE = 800; // beyond the range of exp in F64

  @Test
  void sigmoidToTheThirdOrder() {
    checkSmooth(Expr::sigmoid, 1, x -> s(x) * (1 - s(x)));
    checkSmooth(Expr::sigmoid, 2, x -> s(x) * (1 - s(x)) * (1 - 2 * s(x)));
    checkSmooth(Expr::sigmoid, 3, x -> s(x) * (1 - s(x)) * (1 - 6 * s(x) * (1 - s(x))));
  }

  @Test
  void softplusToTheThirdOrder() {
    checkSmooth(Activations::softplus, 1, ElementwiseHigherOrderTests::s);
    checkSmooth(Activations::softplus, 2, x -> s(x) * (1 - s(x)));
    checkSmooth(Activations::softplus, 3, x -> s(x) * (1 - s(x)) * (1 - 2 * s(x)));
  }

  @Test
  void tanhToTheThirdOrder() {
    DoubleUnaryOperator t = StrictMath::tanh;
    checkSmooth(Expr::tanh, 1, x -> 1 - sq(t.applyAsDouble(x)));
    checkSmooth(Expr::tanh, 2, x -> -2 * t.applyAsDouble(x) * (1 - sq(t.applyAsDouble(x))));
    checkSmooth(
        Expr::tanh, 3, x -> (6 * sq(t.applyAsDouble(x)) - 2) * (1 - sq(t.applyAsDouble(x))));
  }

  @Test
  void eluToTheThirdOrder() {
    for (int order = 1; order <= 3; order++) {
      double right = order == 1 ? 1 : 0;
      checkSmooth(
          x -> Activations.elu(x, 0.7), order, x -> x > 0 ? right : 0.7 * StrictMath.exp(x));
    }
  }

  @Test
  void piecewiseLinearOpsHaveNoCurvatureAnywhere() {
    List<UnaryOperator<Expr>> ops =
        List.of(
            Expr::relu,
            Expr::abs,
            x -> Activations.leakyRelu(x, 0.1),
            x -> x.clamp(-1, 2),
            x -> x.minimum(0),
            x -> x.maximum(x.neg()),
            Expr::sign,
            Expr::floor);
    for (UnaryOperator<Expr> op : ops) {
      assertThat(derivative(op, 2, -LARGE, -1, -0.0, 0, 0.5, 2, LARGE)).containsOnly(0);
    }
  }

  @Test
  void powersByANumberAtZero() {
    assertThat(derivative(x -> x.pow(3), 2, 0, -2, 0.5)).containsExactly(0, -12, 3);
    assertThat(derivative(x -> x.pow(3), 3, 0, -2, 0.5)).containsExactly(6, 6, 6);
    assertThat(derivative(x -> x.pow(3), 4, 0, -2, 0.5)).containsExactly(0, 0, 0);
    assertThat(derivative(x -> x.pow(2), 2, 0, -2, 0.5)).containsExactly(2, 2, 2);
    assertThat(derivative(x -> x.pow(-1), 2, 2, -2)).containsExactly(0.25, -0.25);
    assertThat(derivative(x -> x.pow(0), 1, 0, 5)).containsExactly(0, 0);
  }

  @Test
  void powersByAnExpressionAtZero() {
    for (int n = 0; n <= 4; n++) {
      double exponent = n;
      UnaryOperator<Expr> power = x -> x.pow(x.onesLike().mul(exponent));
      assertThat(derivative(power, 1, 0, 2))
          .containsExactly(n == 1 ? 1 : 0, n * StrictMath.pow(2, n - 1));
      assertThat(derivative(power, 2, 0, 2))
          .containsExactly(n == 2 ? 2 : 0, n * (n - 1) * StrictMath.pow(2, n - 2));
    }
  }

  @Test
  void powersByTheirExponent() {
    double log = StrictMath.log(3);
    UnaryOperator<Expr> power = b -> b.onesLike().mul(3).pow(b);
    for (double b : new double[] {-1.5, 0, 2}) {
      double y = StrictMath.pow(3, b);
      assertThat(derivative(power, 1, b)[0]).isCloseTo(y * log, within(1e-13));
      assertThat(derivative(power, 2, b)[0]).isCloseTo(y * log * log, within(1e-13));
    }
    UnaryOperator<Expr> ofZero = b -> b.zerosLike().pow(b);
    assertThat(derivative(ofZero, 1, 0, 1, 2.5)).containsExactly(0, 0, 0);
    assertThat(derivative(ofZero, 2, 0, 1, 2.5)).containsExactly(0, 0, 0);
  }

  @Test
  void mixedSecondDerivativeOfAPowerWhereTheExponentIsZero() {
    // ∂²(aᵇ)/∂a∂b = aᵇ⁻¹·(1 + b·ln a), at b = 0 it is 1/a.
    Expr a = Expr.input("a", TensorType.of(DType.F64, 2));
    Expr b = Expr.input("b", TensorType.of(DType.F64, 2));
    Expr da = Autodiff.grad(a.pow(b).sum(), a).getFirst();
    Expr dadb = Autodiff.grad(da.sum(), b).getFirst();
    assertThat(
            Interpreter.evaluate(
                List.of(dadb), Map.of(a, Tensor.of(4.0, 0.5), b, Tensor.of(0.0, 0))))
        .containsExactly(Tensor.of(0.25, 2));
  }

  @Test
  void logarithmsAndQuotientsToTheFourthOrder() {
    assertThat(derivative(Expr::log, 4, 2)[0]).isCloseTo(-6 / 16.0, within(1e-15));
    assertThat(derivative(Expr::log1p, 4, 1)[0]).isCloseTo(-6 / 16.0, within(1e-15));
    assertThat(derivative(x -> x.rdiv(1), 4, 2)[0]).isCloseTo(24 / 32.0, within(1e-15));
    assertThat(derivative(Expr::sqrt, 3, 4)[0]).isCloseTo(3 / 256.0, within(1e-16));
    assertThat(derivative(Expr::expm1, 4, -40)[0]).isCloseTo(StrictMath.exp(-40), within(1e-32));
  }

  @Test
  void stopGradientStopsAtEveryOrder() {
    UnaryOperator<Expr> half = x -> x.mul(x.stopGradient());
    assertThat(derivative(half, 1, 3)).containsExactly(3);
    assertThat(derivative(half, 2, 3)).containsExactly(0);
  }

  private static void checkSmooth(UnaryOperator<Expr> f, int order, DoubleUnaryOperator expected) {
    double[] points = {-LARGE, -37, -2.5, -0.3, 0.8, 4, 37, LARGE};
    double[] actual = derivative(f, order, points);
    for (int i = 0; i < points.length; i++) {
      // Rules reuse y, which is rounded in steps of 1e-16 where the op saturates at ±1.
      assertThat(actual[i])
          .as("order %s at %s", order, points[i])
          .isCloseTo(expected.applyAsDouble(points[i]), within(2e-15));
    }
  }

  /** Returns the derivative of an elementwise function at points. */
  private static double[] derivative(UnaryOperator<Expr> f, int order, double... points) {
    Expr x = Expr.input("x", TensorType.of(DType.F64, points.length));
    Expr y = f.apply(x);
    for (int i = 0; i < order; i++) {
      y = Autodiff.grad(y.sum(), x).getFirst();
    }
    Tensor result = Interpreter.evaluate(List.of(y), Map.of(x, Tensor.of(points))).getFirst();
    // A zero derivative may have either sign: adding 0 makes it positive.
    return Arrays.stream(result.toDoubleArray()).map(value -> value + 0.0).toArray();
  }

  private static double s(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double sq(double x) {
    return x * x;
  }
}
