// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What {@link Linalg} refuses: types at once, matrices without a result in the run. */
class FactorsErrorTests {
  private static final Expr A = Expr.input("a", 2, 3);
  private static final Expr SQUARE = Expr.input("s", 3, 3);
  private static final Expr SCALAR = Expr.input("x", TensorType.of(DType.F32));

  private static DynamicTest refused(String message, Executable call) {
    return DynamicTest.dynamicTest(
        message,
        () ->
            assertThatThrownBy(call::execute)
                .isInstanceOf(ShapeException.class)
                .hasMessage(message));
  }

  @TestFactory
  Stream<DynamicTest> typesAreRefusedAtOnce() {
    return Stream.of(
        refused("solve: needs matrices, got [3]", () -> Linalg.solve(Expr.input("x", 3), A)),
        refused(
            "solve: a scalar is no right side: [3, 3] and []", () -> Linalg.solve(SQUARE, SCALAR)),
        refused(
            "solve: right sides must be as high as the matrices and of one batch with them:"
                + " [3, 3] and [2, 3]",
            () -> Linalg.solve(SQUARE, A)),
        refused(
            "solve: shapes do not broadcast: [2] and [4] (2 ≠ 4 on axis 1 from the right); each"
                + " extent must be equal or 1",
            () -> Linalg.solve(Expr.input("x", 2, 3, 3), Expr.input("b", 4, 3, 1))),
        refused(
            "lstsq: right sides must be as high as the matrices: [2, 3] and [3, 3]",
            () -> Linalg.lstsq(A, SQUARE)),
        refused("lstsq: needs matrices, got [3]", () -> Linalg.lstsq(Expr.input("x", 3), A)),
        refused("qr: needs matrices, got [3]", () -> Linalg.qr(Expr.input("x", 3))),
        refused("pinv: needs matrices, got []", () -> Linalg.pinv(SCALAR)),
        refused(
            "cond: a matrix without elements has none: [0, 2]",
            () -> Linalg.cond(Expr.input("x", 0, 2))),
        refused(
            "spectralNorm: a matrix without elements has none: [2, 0]",
            () -> Linalg.spectralNorm(Expr.input("x", 2, 0))));
  }

  private static final Tensor SINGULAR = matrix(new double[][] {{1, 2}, {2, 4}});
  private static final Tensor BATCH =
      Tensor.of(DType.F64, Shape.of(1, 2, 2, 2), 2, 0, 0, 2, 1, 2, 2, 1);

  private static Tensor matrix(double[][] x) {
    return Tensor.nested(x);
  }

  private static DynamicTest fails(String message, Tensor x, UnaryOperator<Expr> function) {
    return DynamicTest.dynamicTest(
        message,
        () ->
            assertThatThrownBy(() ->
                    Evaluation.compiled(List.of(x), in -> List.of(function.apply(in.getFirst()))))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(message));
  }

  @TestFactory
  Stream<DynamicTest> matricesAreNamedInTheRun() {
    Expr b = Expr.constant(Tensor.of(1.0, 1.0));
    return Stream.of(
        fails(
            "cholesky: matrix [0, 1] of f64[1, 2, 2, 2] is not positive definite: pivot 1 is -3.0;"
                + " add a multiple of the identity",
            BATCH,
            Linalg::cholesky),
        fails(
            "cholesky: the matrix f64[2, 2] is not positive definite: pivot 1 is 0.0; add a"
                + " multiple of the identity",
            SINGULAR,
            Linalg::cholesky),
        fails(
            "solve: the matrix f64[2, 2] is singular: pivot 1 is 0; use pinv, or add a multiple of"
                + " the identity",
            SINGULAR,
            x -> Linalg.solve(x, b)),
        fails(
            "inverse: the matrix f64[2, 2] is singular: pivot 1 is 0; use pinv, or add a multiple"
                + " of the identity",
            SINGULAR,
            Linalg::inverse),
        fails(
            "inverse: matrix [2] of f64[3, 2, 2] is singular: pivot 0 is 0; use pinv, or add a"
                + " multiple of the identity",
            Tensor.of(DType.F64, Shape.of(3, 2, 2), 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0),
            Linalg::inverse),
        fails(
            "triangularSolve: the matrix f64[2, 2] is singular: element [1, 1] is 0; the diagonal"
                + " must have no zeros",
            matrix(new double[][] {{1, 5}, {3, 0}}),
            x -> Linalg.triangularSolve(x, b, Triangle.LOWER)),
        fails(
            "triangularSolve: the matrix f64[2, 2] is singular: element [1, 1] is 0; the diagonal"
                + " must have no zeros",
            matrix(new double[2][2]),
            x -> Linalg.lstsq(x, b)));
  }

  /** Nothing that looks like a number comes out for what is none. */
  @Test
  void matricesThatAreNotFiniteGiveNan() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        Tensor x = matrix(new double[][] {{2, 1, 0}, {1, bad, 0}, {0, 0, 4}}).cast(dtype);
        List<Tensor> results =
            Evaluation.evaluate(
                List.of(x),
                in -> {
                  Expr a = in.getFirst();
                  Factors.Svd svd = Linalg.svd(a);
                  return List.of(
                      Linalg.cholesky(a),
                      Linalg.solve(a, a.zerosLike().add(1)),
                      Linalg.inverse(a),
                      Linalg.pinv(a),
                      Linalg.det(a),
                      Linalg.cofactors(a),
                      Linalg.logDet(a),
                      Linalg.slogDet(a).sign(),
                      Linalg.lu(a).lower(),
                      Linalg.lu(a).upper(),
                      Linalg.qr(a).q(),
                      Linalg.qr(a).r(),
                      Linalg.eigvalsh(a),
                      Linalg.eigh(a).vectors(),
                      svd.u(),
                      svd.s(),
                      svd.vt(),
                      Linalg.matrixExp(a));
                });
        assertThat(results).allSatisfy(y -> assertThat(y.toDoubleArray()).containsOnly(Double.NaN));
      }
    }
  }

  /** A substitution passes on what its right sides and the triangle have, and no more. */
  @Test
  void nanOfATriangleGoesIntoWhatDependsOnIt() {
    Tensor x = matrix(new double[][] {{2, 0, 0}, {1, Double.NaN, 0}, {0, 0, 4}});
    List<Tensor> y =
        Evaluation.evaluate(
            List.of(x, Tensor.of(2.0, 2.0, 2.0)),
            in -> List.of(Linalg.triangularSolve(in.get(0), in.get(1), Triangle.LOWER)));
    assertThat(y.getFirst().toDoubleArray()).startsWith(1.0, Double.NaN);
  }
}
