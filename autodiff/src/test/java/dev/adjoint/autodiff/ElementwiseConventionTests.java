// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.Special;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Derivatives at hard points: kinks, corners, zeros and infinities, where a formula alone fails.
 */
class ElementwiseConventionTests {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Test
  void aLengthAndAnAngleAtTheOriginHaveDerivativeZero() {
    assertThat(by(0, Expr::hypot, 1, 0, 0)).containsExactly(0);
    assertThat(by(1, Expr::hypot, 1, 0, 0)).containsExactly(0);
    assertThat(by(0, Expr::atan2, 1, 0, 0)).containsExactly(0);
    assertThat(by(1, Expr::atan2, 1, 0, 0)).containsExactly(0);
    assertThat(by(0, Expr::hypot, 1, 3e200, 4e200)).containsExactly(0.6);
    assertThat(by(1, Expr::hypot, 1, 3e-200, 4e-200)).containsExactly(0.8);
  }

  @Test
  void powersAtZeroAndOfNegativeNumbers() {
    assertThat(by(0, Expr::pow, 1, 0, 0)).containsExactly(0);
    assertThat(by(1, Expr::pow, 1, 0, 0)).containsExactly(0);
    assertThat(by(1, Expr::pow, 1, 0, 2)).containsExactly(0);
    assertThat(by(1, Expr::pow, 1, -2, 2)).containsExactly(NAN);
    assertThat(by(1, Expr::pow, 1, 0, -1)).containsExactly(-INF);
    assertThat(by(1, Expr::pow, 2, 0, 2)).containsExactly(0);
  }

  @Test
  void aProductWithALogarithmAtZero() {
    assertThat(by(0, Special::xlogy, 1, 0, 0)).containsExactly(-INF);
    assertThat(by(1, Special::xlogy, 1, 0, 0)).containsExactly(0);
    assertThat(by(1, Special::xlog1py, 1, 0, -1)).containsExactly(0);
  }

  @Test
  void logarithmsOfSumsOfInfinitePowers() {
    assertThat(by(0, Expr::logAddExp, 1, -INF, -INF)).containsExactly(0);
    assertThat(by(1, Expr::logAddExp, 1, -INF, -INF)).containsExactly(0);
    assertThat(by(0, Expr::logAddExp, 1, INF, INF)).containsExactly(0.5);
    assertThat(by(1, Expr::logAddExp, 1, INF, INF)).containsExactly(0.5);
    assertThat(by(0, Expr::logAddExp, 1, INF, 3)).containsExactly(1);
    assertThat(by(1, Expr::logAddExp, 1, INF, 3)).containsExactly(0);
  }

  @Test
  void restsByTheirDivisor() {
    assertThat(by(1, Expr::remainder, 1, 7, 3)).containsExactly(-2);
    assertThat(by(1, Expr::fmod, 1, -7, 3)).containsExactly(2);
    assertThat(by(1, Expr::remainder, 1, -7, 3)).containsExactly(3);
    assertThat(by(0, Expr::remainder, 1, 7, 3)).containsExactly(1);
    assertThat(by(1, Expr::remainder, 2, 7, 3)).containsExactly(0);
  }

  @Test
  void sincAtZeroToTheFourthOrder() {
    double square = Math.PI * Math.PI;
    assertThat(derivative(Special::sinc, 1, 0)).containsExactly(0);
    assertThat(derivative(Special::sinc, 2, 0)[0]).isCloseTo(-square / 3, within(1e-15));
    assertThat(derivative(Special::sinc, 2, 1e-8)[0]).isCloseTo(-square / 3, within(1e-14));
    assertThat(derivative(Special::sinc, 3, 0)).containsExactly(0);
    assertThat(derivative(Special::sinc, 4, 0)[0]).isCloseTo(square * square / 5, within(1e-13));
  }

  @Test
  void kinksOfActivationsAreThoseOfPyTorch() {
    assertThat(derivative(Activations::relu6, 1, 0, 3, 6)).containsExactly(0, 1, 0);
    assertThat(derivative(Activations::hardTanh, 1, -1, 0, 1)).containsExactly(0, 1, 0);
    assertThat(derivative(x -> x.clamp(-1, 1), 1, -1, 0, 1)).containsExactly(1, 1, 1);
    assertThat(derivative(Activations::hardSwish, 1, -3, 0, 3)).containsExactly(0, 0.5, 1);
    assertThat(derivative(Activations::hardSigmoid, 1, -3, 0, 3)).containsExactly(0, 1.0 / 6, 0);
    assertThat(derivative(x -> Activations.leakyRelu(x, 0.1), 1, 0)).containsExactly(0.1);
    assertThat(derivative(x -> Activations.elu(x, 2), 1, 0)).containsExactly(2);
    assertThat(derivative(Activations::selu, 1, 0)[0]).isCloseTo(1.7580993408473766, within(1e-15));
    assertThat(derivative(x -> Activations.celu(x, 2), 1, 0)).containsExactly(1);
    assertThat(derivative(x -> Activations.softShrink(x, 1), 1, -1, 1, 2)).containsExactly(0, 0, 1);
    assertThat(derivative(x -> Activations.hardShrink(x, 1), 1, -1, 1, 2)).containsExactly(0, 0, 1);
    assertThat(derivative(x -> Activations.threshold(x, 1, 5), 1, 1, 2)).containsExactly(0, 1);
    assertThat(derivative(x -> Activations.prelu(x, x.onesLike().mul(0.25)), 1, 0, -1, 1))
        .containsExactly(0.25, 0.25, 1);
    assertThat(derivative(x -> Activations.step(x), 1, 0, 1)).containsExactly(0, 0);
  }

  @Test
  void geluIsTheExactOne() {
    Expr one = Expr.constant(Tensor.of(1.0));
    assertThat(Activations.gelu(one).eval().item()).isCloseTo(0.8413447, within(1e-7));
    assertThat(Activations.geluTanh(one).eval().item()).isCloseTo(0.8411920, within(1e-7));
    assertThat(Activations.quickGelu(one).eval().item()).isCloseTo(0.8457958, within(1e-7));
  }

  @Test
  void derivativesInTheTailsKeepTheirDigits() {
    assertThat(derivative(Activations::silu, 1, -740)[0])
        .isCloseTo(-739 * 0x1p-1074 * Math.rint(StrictMath.exp(-740) / 0x1p-1074), within(1e-320));
    assertThat(derivative(Activations::logSigmoid, 1, 700)[0]).isEqualTo(StrictMath.exp(-700));
    assertThat(derivative(Expr::atan, 1, 1e100)[0]).isCloseTo(1e-200, within(1e-215));
  }

  @Test
  void smoothFunctionsToTheThirdOrder() {
    assertThat(derivative(Expr::atan, 3, 0)[0]).isCloseTo(-2, within(1e-14));
    assertThat(derivative(Expr::asinh, 3, 0)[0]).isCloseTo(-1, within(1e-14));
    assertThat(derivative(Expr::sinh, 3, 1)[0]).isCloseTo(StrictMath.cosh(1), within(1e-14));
    assertThat(derivative(Expr::exp2, 3, 0)[0])
        .isCloseTo(StrictMath.pow(StrictMath.log(2), 3), within(1e-15));
    assertThat(derivative(Expr::reciprocal, 3, 2)[0]).isCloseTo(-6 / 16.0, within(1e-15));
    assertThat(derivative(Expr::cbrt, 2, 8)[0]).isCloseTo(-2 / 9.0 / 32, within(1e-16));
    assertThat(derivative(Activations::silu, 3, 0)[0]).isCloseTo(0, within(1e-15));
  }

  @Test
  void specialFunctionsToTheThirdOrder() {
    double zeta3 = 1.2020569031595942;
    assertThat(derivative(Special::lgamma, 1, 1)[0]).isCloseTo(-0.5772156649015329, within(1e-15));
    assertThat(derivative(Special::lgamma, 3, 1)[0]).isCloseTo(-2 * zeta3, within(1e-14));
    assertThat(derivative(Special::digamma, 2, 1)[0]).isCloseTo(-2 * zeta3, within(1e-14));
    double scale = 2 / Math.sqrt(Math.PI);
    assertThat(derivative(Special::erfc, 1, 0)[0]).isCloseTo(-scale, within(1e-15));
    assertThat(derivative(Special::erfc, 3, 0)[0]).isCloseTo(2 * scale, within(1e-14));
    assertThat(derivative(Special::erfinv, 1, 0)[0]).isCloseTo(1 / scale, within(1e-15));
    assertThat(derivative(Special::erfinv, 3, 0)[0])
        .isCloseTo(2 / (scale * scale * scale), within(1e-14));
    Expr two = Expr.constant(Tensor.of(2.0));
    Expr three = Expr.constant(Tensor.of(3.0));
    assertThat(Special.beta(two, three).eval().item()).isCloseTo(1 / 12.0, within(1e-15));
  }

  @Test
  void aRowOfWhichNothingIsAllowedIsZeroWithoutDerivative() {
    Expr x = Expr.input("x", TensorType.of(DType.F64, 2, 2));
    Expr mask = Expr.constant(Tensor.of(true, false, false, false)).reshape(2, 2);
    Expr y = Activations.maskedSoftmax(x, 1, mask);
    Expr dx = Autodiff.grad(y.mul(y).sum(), x).getFirst();
    Tensor at = Tensor.of(DType.F64, Shape.of(2, 2), 1, 2, 3, 4);
    List<Tensor> values = Interpreter.evaluate(List.of(y, dx), Map.of(x, at));
    assertThat(values.get(0).toDoubleArray()).containsExactly(1, 0, 0, 0);
    assertThat(values.get(1).toDoubleArray()).containsOnly(0);
  }

  @Test
  void gatesAndGroups() {
    Expr x = Expr.constant(Tensor.of(1.0, 4, 2, 0));
    assertThat(Activations.glu(x, 0).eval().toDoubleArray())
        .containsExactly(0.8807970779778824, 2); // 0.880797077977882444
    assertThat(Activations.swiglu(x, 0).eval().toDoubleArray())
        .containsExactly(2 / (1 + StrictMath.exp(-1)), 0);
    assertThat(Activations.maxout(x, -1, 2).eval().toDoubleArray()).containsExactly(4, 2);
    double[] smallest = Activations.softmin(x, 0).eval().toDoubleArray();
    assertThat(smallest[3] / smallest[0]).isCloseTo(Math.E, within(1e-14));
    Expr negative = Expr.constant(Tensor.of(-1.0, -1, -1, 2));
    assertThat(Activations.rrelu(negative, RandomKey.of(1), 0.1, 0.3).eval().toDoubleArray())
        .satisfies(y -> assertThat(y[3]).isEqualTo(2))
        .satisfies(
            y -> assertThat(Arrays.stream(y, 0, 3).boxed()).allMatch(v -> -0.3 <= v && v <= -0.1));
  }

  private static double[] by(int input, BinaryOperator<Expr> f, int order, double a, double b) {
    Expr x = Expr.input("a", TensorType.of(DType.F64));
    Expr z = Expr.input("b", TensorType.of(DType.F64));
    Expr y = f.apply(x, z);
    for (int i = 0; i < order; i++) {
      y = Autodiff.grad(y, input == 0 ? x : z).getFirst();
    }
    Map<Expr, Tensor> values =
        Map.of(
            x, Tensor.full(DType.F64, Shape.SCALAR, a), z, Tensor.full(DType.F64, Shape.SCALAR, b));
    return positive(Interpreter.evaluate(List.of(y), values).getFirst());
  }

  private static double[] derivative(UnaryOperator<Expr> f, int order, double... points) {
    Expr x = Expr.input("x", TensorType.of(DType.F64, points.length));
    Expr y = f.apply(x);
    for (int i = 0; i < order; i++) {
      y = Autodiff.grad(y.sum(), x).getFirst();
    }
    return positive(Interpreter.evaluate(List.of(y), Map.of(x, Tensor.of(points))).getFirst());
  }

  /** A zero derivative may have either sign: adding 0 makes it positive. */
  private static double[] positive(Tensor y) {
    return Arrays.stream(y.toDoubleArray()).map(value -> value + 0.0).toArray();
  }
}
