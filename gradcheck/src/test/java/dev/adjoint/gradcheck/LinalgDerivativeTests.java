// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Linalg;
import dev.adjoint.ops.catalog.Arg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The functions of linear algebra that are made of several ops, to the second order. */
class LinalgDerivativeTests {
  /** Functions by name, each of a matrix of 3 × 3 numbers that lie apart. */
  private static Map<String, UnaryOperator<Expr>> functions() {
    Map<String, UnaryOperator<Expr>> f = new LinkedHashMap<>();
    f.put("trace", x -> Linalg.trace(x.matmul(x)));
    f.put("dot", x -> Linalg.dot(x, x.t()));
    f.put("outer", x -> Linalg.outer(x, x));
    f.put("kron", x -> Linalg.kron(x, x.slice(0, 0, 2)));
    f.put("matrixPower", x -> Linalg.matrixPower(x, 3));
    f.put("tensorDot", x -> Linalg.tensorDot(x, x, 1));
    f.put("einsum", x -> Linalg.einsum("ij,jk,kk->ik", x, x, x));
    f.put("frobeniusNorm", Linalg::frobeniusNorm);
    f.put("oneNorm", Linalg::oneNorm);
    f.put("infinityNorm", Linalg::infinityNorm);
    f.put("cdist", x -> Linalg.cdist(x, x.slice(0, 0, 2).mul(2).add(0.3)));
    return f;
  }

  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    Tensor x = Arg.distinct(3, 3).draw(DType.F64, new SplittableRandom(5));
    return functions().entrySet().stream()
        .map(f ->
            dynamicTest(
                f.getKey(),
                () ->
                    GradCheck.of(List.of(x), in -> f.getValue().apply(in.getFirst()).square())
                        .order(2)
                        .assertCorrect()));
  }

  @Test
  void distanceOfEqualRowsHasGradientZero() {
    Expr x = Expr.constant(Tensor.nested(new double[][] {{1, 2}, {4, 6}}));
    Expr y = Linalg.cdist(x, x.stopGradient());
    assertThat(Autodiff.grad(y.sum(), x).getFirst().eval())
        .hasToString("[[-0.6 -0.8]\n [ 0.6  0.8]]");
  }
}
