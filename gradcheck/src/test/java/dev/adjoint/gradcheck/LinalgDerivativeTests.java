// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Factors;
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
    f.put("wide qr", x -> product(Linalg.qr(x.slice(0, 0, 2))));
    f.put("lstsq", x -> Linalg.lstsq(x.slice(-1, 0, 2), x.slice(-1, 2, 3).add(1)));
    f.put("wide lstsq", x -> Linalg.lstsq(x.slice(0, 0, 2), x.slice(0, 1, 3).select(-1, 0)));
    f.put("choleskySolve", x -> Linalg.choleskySolve(Linalg.cholesky(definite(x)), x));
    f.put("solve one of many", x -> Linalg.solve(x, Expr.stack(0, x.mul(2), x.square())));
    f.put("solve many of one", x -> Linalg.solve(Expr.stack(0, x, x.t()), x.select(0, 0)));
    f.put("slogDet", x -> Linalg.slogDet(x).logAbs());
    f.put("logDet", x -> Linalg.logDet(definite(x)));
    f.put("square root", LinalgDerivativeTests::squareRoot);
    f.put("spectralNorm", Linalg::spectralNorm);
    f.put("nuclearNorm", Linalg::nuclearNorm);
    f.put("cond", x -> Linalg.cond(x.slice(0, 0, 2)));
    f.put("cdist", x -> Linalg.cdist(x, x.slice(0, 0, 2).mul(2).add(0.3)));
    return f;
  }

  private static Expr definite(Expr x) {
    return x.matmul(x.t()).add(Expr.constant(Tensor.full(DType.F64, Shape.of(3), 2)).diagEmbed(0));
  }

  private static Expr product(Factors.Qr factors) {
    return factors.q().sum(-1).mul(factors.r().sum(-1));
  }

  /** The square root of a positive definite matrix. */
  private static Expr squareRoot(Expr x) {
    Factors.Eigh factors = Linalg.eigh(definite(x));
    Expr v = factors.vectors();
    return v.mul(factors.values().sqrt().expandDims(-2)).matmul(v.t());
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
