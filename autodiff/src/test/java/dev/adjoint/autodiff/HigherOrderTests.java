// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives of derivatives, and of very long graphs. */
class HigherOrderTests {
  private static Expr scalar(String name) {
    return Expr.input(name, TensorType.of(DType.F64));
  }

  private static Tensor run(Expr y, Expr x, Tensor at) {
    return Program.compile(List.of(x), List.of(y)).run(at).getFirst();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3, -0.5, 0, 0.7, 2, 10})
  void fifthDerivativeOfSinIsCos(double at) {
    Expr x = scalar("x");
    Expr y = x.sin();
    for (int order = 1; order <= 5; order++) {
      y = Autodiff.grad(y, x).getFirst();
    }
    assertThat(run(y, x, Tensor.scalar(at)).item()).isEqualTo(StrictMath.cos(at));
  }

  @Test
  void derivativesOfAPowerEndInZero() {
    Expr x = scalar("x");
    Expr y = x.pow(4);
    double[] expected = {4 * 27, 12 * 9, 24 * 3, 24, 0, 0};
    for (double value : expected) {
      y = Autodiff.grad(y, x).getFirst();
      assertThat(run(y, x, Tensor.scalar(3.0)).item()).isCloseTo(value, within(1e-10));
    }
  }

  /** Returns the matrix of second derivatives of a scalar by a vector, row by row. */
  private static Tensor hessian(Expr y, Expr x, Tensor at) {
    Expr gradient = Autodiff.grad(y, x).getFirst();
    List<Expr> rows = new ArrayList<>();
    for (int i = 0; i < x.shape().size(); i++) {
      rows.add(Autodiff.grad(gradient.select(0, i), x).getFirst());
    }
    return run(Expr.stack(0, rows), x, at);
  }

  @Test
  void hessianOfAQuadraticFormIsItsMatrixPlusItsTranspose() {
    Tensor matrix = Tensor.nested(new double[][] {{2, -1, 0.5}, {3, 4, -2}, {1, 0.25, -6}});
    Expr x = Expr.input("x", TensorType.of(DType.F64, 3));
    Expr y = Expr.constant(matrix).matmul(x).mul(x).sum();
    Tensor expected = Tensor.nested(new double[][] {{4, 2, 1.5}, {2, 8, -1.75}, {1.5, -1.75, -12}});
    assertThat(hessian(y, x, Tensor.of(0.3, -1.0, 2.0))).isEqualTo(expected);
  }

  @Test
  void hessianOfRosenbrockIsTheAnalyticOne() {
    Expr x = Expr.input("x", TensorType.of(DType.F64, 2));
    Expr a = x.select(0, 0);
    Expr b = x.select(0, 1);
    Expr y = b.sub(a.square()).square().mul(100).add(a.rsub(1).square());
    double p = -1.2;
    double q = 1;
    double[] expected = {1200 * p * p - 400 * q + 2, -400 * p, -400 * p, 200};
    assertThat(hessian(y, x, Tensor.of(p, q)).toDoubleArray())
        .usingComparatorWithPrecision(1e-10)
        .containsExactly(expected);
  }

  @Test
  void derivativeByAnIntermediateValueIsPartOfTheChain() {
    Expr x = scalar("x");
    Expr z = x.sin();
    Expr y = z.exp();
    List<Expr> gradients = Autodiff.grad(y, z, x);
    double at = 0.4;
    List<Tensor> values = Program.compile(List.of(x), gradients).run(Tensor.scalar(at));
    double dz = StrictMath.exp(StrictMath.sin(at));
    // Sine, cosine and exponential are off by an ulp at most, here and in StrictMath
    assertThat(values.get(0).item()).isCloseTo(dz, within(4 * Math.ulp(dz)));
    assertThat(values.get(1).item()).isCloseTo(dz * StrictMath.cos(at), within(6 * Math.ulp(dz)));
  }

  @Test
  void cotangentsOfSeveralOutputsAreSummed() {
    Expr x = Expr.input("x", TensorType.of(DType.F64, 2));
    Expr one = Expr.constant(Tensor.of(2.0, 3.0));
    Expr two = Expr.constant(Tensor.of(5.0, 7.0));
    List<Expr> dx = Autodiff.vjp(List.of(x.mul(10), x, x), List.of(x, x), List.of(one, two, two));
    Tensor expected = Tensor.of(30.0, 44.0);
    assertThat(Program.compile(List.of(x), dx).run(Tensor.of(0.0, 0.0)))
        .containsExactly(expected, expected);
  }

  /** It is interpreted: that so many nodes can be compiled is tested where that is done. */
  @Test
  void aChainOfAMillionNodesIsDifferentiatedAndRun() {
    int length = 1_000_000;
    Expr x = scalar("x");
    Expr y = x;
    for (int i = 0; i < length; i++) {
      y = y.neg();
    }
    Expr gradient = Autodiff.grad(y, x).getFirst();
    assertThat(Graph.of(List.of(gradient)).nodes()).hasSizeGreaterThanOrEqualTo(length);
    Map<Value, Tensor> at = Map.of(x, Tensor.scalar(0.5));
    assertThat(Interpreter.evaluate(List.of(gradient), at).getFirst().item()).isEqualTo(1);
  }

  @Test
  void aGradientGrowsInProportionToItsFunction() {
    assertThat(gradientNodes(2000)).isEqualTo(2 * gradientNodes(1000) - gradientNodes(0));
  }

  /** Returns the number of nodes of the gradient of a chain in which each value is used twice. */
  private static int gradientNodes(int length) {
    Expr x = Expr.input("x", TensorType.of(DType.F64, 3));
    Expr y = x;
    for (int i = 0; i < length; i++) {
      y = y.mul(y.sin());
    }
    return Graph.of(Autodiff.grad(y.sum(), x)).nodes().size();
  }

  @Test
  void gradientOfARepeatedSoftmaxIsZeroBecauseItSumsToOne() {
    Expr x = Expr.input("x", TensorType.of(DType.F64, 5));
    Tensor dx =
        run(Autodiff.grad(x.softmax(0).sum(), x).getFirst(), x, Tensor.arange(DType.F64, 5));
    assertThat(dx.shape()).isEqualTo(Shape.of(5));
    assertThat(dx.toDoubleArray()).usingComparatorWithPrecision(1e-15).containsOnly(0);
  }
}
