// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static dev.adjoint.ops.HardMatrices.at;
import static dev.adjoint.ops.HardMatrices.columnsAreOrthonormal;
import static dev.adjoint.ops.HardMatrices.diagonal;
import static dev.adjoint.ops.HardMatrices.identity;
import static dev.adjoint.ops.HardMatrices.largest;
import static dev.adjoint.ops.HardMatrices.near;
import static dev.adjoint.ops.HardMatrices.norm;
import static dev.adjoint.ops.HardMatrices.of;
import static dev.adjoint.ops.HardMatrices.product;
import static dev.adjoint.ops.HardMatrices.random;
import static dev.adjoint.ops.HardMatrices.rows;
import static dev.adjoint.ops.HardMatrices.scaled;
import static dev.adjoint.ops.HardMatrices.symmetric;
import static dev.adjoint.ops.HardMatrices.transposed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How near factors come to the matrix that they are of: within {@code 4·n·ε} of its size, whatever
 * its condition, its scale and its shape, and vectors as near to orthonormal. That is what a
 * factorisation can promise.
 */
class FactorsAccuracyTests {
  private static List<Tensor> run(Tensor x, Function<Expr, List<Expr>> function) {
    return Evaluation.evaluate(List.of(x), in -> function.apply(in.getFirst()));
  }

  private static Tensor value(Tensor x, Function<Expr, Expr> function) {
    return run(x, in -> List.of(function.apply(in))).getFirst();
  }

  private static Tensor solution(Tensor a, Tensor b) {
    return Evaluation.evaluate(List.of(a, b), x -> List.of(Linalg.solve(x.get(0), x.get(1))))
        .getFirst();
  }

  @TestFactory
  Stream<DynamicTest> qr() {
    return HardMatrices.all(x -> {
      List<Tensor> y =
          run(
              x,
              in -> {
                Factors.Qr factors = Linalg.qr(in);
                return List.of(factors.q(), factors.r());
              });
      Tensor r = y.get(1);
      near(product(y.get(0), r), x, norm(x));
      columnsAreOrthonormal(y.get(0));
      for (int i = 0; i < rows(r); i++) {
        assertThat(at(r, i, i)).isNotNegative();
        for (int j = 0; j < i; j++) {
          assertThat(at(r, i, j)).isZero();
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> lu() {
    return HardMatrices.all(x -> {
      List<Tensor> y =
          run(
              x,
              in -> {
                Factors.Lu factors = Linalg.lu(in);
                return List.of(
                    factors.lower(), factors.upper(), in.gather(0, factors.permutation()));
              });
      Tensor lower = y.get(0);
      near(product(lower, y.get(1)), y.get(2), norm(x));
      assertThat(largest(lower)).isLessThanOrEqualTo(1);
    });
  }

  @TestFactory
  Stream<DynamicTest> cholesky() {
    return HardMatrices.allSquare(x -> {
      // Brought to a size whose square is a number, and made positive definite by little.
      Tensor a = scaled(x, largest(x) == 0 ? 0 : -Math.getExponent(largest(x)));
      Tensor square = product(a, transposed(a));
      double shift = 0x1p-40 * Math.max(1, norm(square));
      Tensor s = of(rows(x), rows(x), (i, j) -> at(square, i, j) + (i == j ? shift : 0));
      Tensor lower = value(s, Linalg::cholesky);
      near(product(lower, transposed(lower)), s, norm(s));
    });
  }

  @TestFactory
  Stream<DynamicTest> eigh() {
    return HardMatrices.allSquare(x -> {
      Tensor s = symmetric(x);
      List<Tensor> y =
          run(
              x,
              in -> {
                Factors.Eigh factors = Linalg.eigh(in);
                return List.of(factors.values(), factors.vectors());
              });
      Tensor v = y.get(1);
      near(product(product(v, diagonal(y.get(0))), transposed(v)), s, norm(s));
      columnsAreOrthonormal(v);
      double[] values = y.get(0).toDoubleArray();
      assertThat(values).isSorted();
    });
  }

  @TestFactory
  Stream<DynamicTest> svd() {
    return HardMatrices.all(x -> {
      List<Tensor> y =
          run(
              x,
              in -> {
                Factors.Svd factors = Linalg.svd(in);
                return List.of(factors.u(), factors.s(), factors.vt());
              });
      near(product(product(y.get(0), diagonal(y.get(1))), y.get(2)), x, norm(x));
      columnsAreOrthonormal(y.get(0));
      columnsAreOrthonormal(transposed(y.get(2)));
      double[] values = y.get(1).toDoubleArray();
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isBetween(0.0, i == 0 ? Double.MAX_VALUE : values[i - 1]);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> pinv() {
    return HardMatrices.all(x -> {
      double size = largest(x);
      // The conditions of Penrose, of a matrix of size 1; zero counts from what rounding leaves.
      Tensor a = scaled(x, size == 0 ? 0 : -Math.getExponent(size));
      Tensor y = value(a, in -> Linalg.pinv(in, 1e-10));
      double condition = Math.max(1, norm(a) * norm(y));
      near(product(product(a, y), a), a, norm(a) * condition);
      near(product(product(y, a), y), y, norm(y) * condition);
      near(product(a, y), transposed(product(a, y)), condition);
      near(product(y, a), transposed(product(y, a)), condition);
    });
  }

  /** The residual is small, even where the solution is not near the exact one. */
  @TestFactory
  Stream<DynamicTest> solutionsOfIllConditionedSystems() {
    return Stream.of(
            of(10, 10, (i, j) -> 1.0 / (i + j + 1)),
            of(
                12,
                12,
                (i, j) ->
                    Math.scalb(1.0 + (7 * i + 3 * j) % 5, -4 * (i + j)) + (i == j ? 1e-9 : 0)),
            random(60, 60, 3))
        .map(a ->
            DynamicTest.dynamicTest(
                a.shape().toString(),
                () -> {
                  Tensor b = random(rows(a), 2, 4);
                  Tensor x = solution(a, b);
                  near(product(a, x), b, norm(a) * norm(x));
                }));
  }

  /** A matrix of determinant 1 whose pivots overflow or vanish on the way to it. */
  @Test
  void determinantsNeitherOverflowNorVanishOnTheWay() {
    Tensor x = of(4, 4, (i, j) -> i == j ? new double[] {1e200, 1e200, 1e-200, 1e-200}[i] : 0);
    assertThat(value(x, Linalg::det).item()).isCloseTo(1, within(4e-16));
    Tensor large = scaled(identity(400), 30);
    assertThat(value(large, Linalg::det).item()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(value(large, Linalg::logDet).item())
        .isCloseTo(400 * 30 * StrictMath.log(2), within(1e-11));
  }

  /** The inverse of Hilbert's matrix has integers as elements, which are known. */
  @Test
  void inverseIsNearByTheCondition() {
    Tensor x = of(4, 4, (i, j) -> 1.0 / (i + j + 1));
    Tensor exact =
        Tensor.of(
            DType.F64, x.shape(), 16, -120, 240, -140, -120, 1200, -2700, 1680, 240, -2700, 6480,
            -4200, -140, 1680, -4200, 2800);
    near(value(x, Linalg::inverse), exact, norm(exact) * norm(x) * norm(exact));
  }

  @Test
  void eigenvaluesThatAgreeInFourteenDigitsAreFound() {
    Tensor wilkinson =
        of(21, 21, (i, j) -> i == j ? Math.abs(i - 10) : Math.abs(i - j) == 1 ? 1 : 0);
    double[] values = value(wilkinson, Linalg::eigvalsh).toDoubleArray();
    // Wilkinson, The Algebraic Eigenvalue Problem, 1965, p. 309.
    assertThat(values[20]).isCloseTo(10.746194182903393, within(1e-13));
    assertThat(values[19]).isCloseTo(10.746194182903322, within(1e-13));
    assertThat(values[0]).isCloseTo(-1.1254415221199842, within(1e-13));
  }

  @Test
  void f32IsComputedInF64AndRoundedOnce() {
    Tensor x = random(24, 24, 8).cast(DType.F32);
    for (Function<Expr, Expr> function :
        List.<Function<Expr, Expr>>of(
            Linalg::inverse,
            Linalg::det,
            Linalg::eigvalsh,
            Linalg::singularValues,
            Linalg::matrixExp)) {
      double[] single = value(x, function).toDoubleArray();
      double[] rounded = value(x.cast(DType.F64), function).cast(DType.F32).toDoubleArray();
      assertThat(single).isEqualTo(rounded);
    }
  }

  @Test
  void sizesOfAFewHundredAreFactorised() {
    Tensor x = random(257, 257, 9);
    double[] s = value(x, Linalg::singularValues).toDoubleArray();
    double[] w = value(product(transposed(x), x), Linalg::eigvalsh).toDoubleArray();
    assertThat(s).hasSize(257);
    for (int i = 0; i < s.length; i++) {
      assertThat(w[256 - i]).isCloseTo(s[i] * s[i], within(1e-11 * w[256]));
    }
    assertThat(Arrays.stream(s).map(v -> v * v).sum())
        .isCloseTo(norm(x) * norm(x), within(1e-12 * norm(x) * norm(x)));
  }
}
