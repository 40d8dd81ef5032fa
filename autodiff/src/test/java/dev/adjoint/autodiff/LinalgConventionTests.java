// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Linalg;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives of functions of matrices where a formula does not settle them. */
class LinalgConventionTests {
  private static final double[][] ONES = {{1, 1}, {1, 1}};
  private static final double[][] EYE = {{1, 0}, {0, 1}};

  /** Returns the gradient of the sum of what a function gives. */
  private static double[] gradient(UnaryOperator<Expr> function, double[][] at) {
    Expr x = Expr.constant(Tensor.nested(at));
    return Autodiff.grad(function.apply(x).sum(), x).getFirst().eval().toDoubleArray();
  }

  /** Returns the row of the Hessian of an element. */
  private static double[] hessian(
      UnaryOperator<Expr> function, int row, int column, double[][] at) {
    return gradient(
        x -> Autodiff.grad(function.apply(x).sum(), x).getFirst().select(0, row).select(0, column),
        at);
  }

  private static Expr weighted(Expr x, double... weights) {
    return x.mul(Expr.constant(Tensor.of(weights)));
  }

  private static void near(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, within(1e-14));
  }

  @Test
  void determinantOfASingularMatrixHasItsCofactorsAsGradient() {
    near(gradient(Linalg::det, ONES), 1, -1, -1, 1);
    near(hessian(Linalg::det, 0, 0, ONES), 0, 0, 0, 1);
    near(hessian(Linalg::det, 0, 1, ONES), 0, 0, -1, 0);
    near(gradient(Linalg::det, new double[2][2]), 0, 0, 0, 0);
    near(hessian(Linalg::det, 0, 0, new double[2][2]), 0, 0, 0, 1);
  }

  /** A matrix of 4 × 4 and rank 3: its cofactors and second derivatives are small determinants. */
  @Test
  void determinantIsRightToTheSecondOrderAtRankThree() {
    double[][] x = {{1, 2, 3, 4}, {2, 1, 0, 1}, {3, 3, 3, 5}, {0, 1, -1, 2}};
    double[] gradient = gradient(Linalg::det, x);
    for (int i = 0; i < 16; i++) {
      double minor = determinant(without(x, i / 4, i % 4));
      assertThat(gradient[i]).isCloseTo((i / 4 + i % 4) % 2 == 0 ? minor : -minor, within(1e-13));
    }
    double[] second = hessian(Linalg::det, 0, 0, x);
    for (int i = 0; i < 16; i++) {
      double expected = 0;
      if (i / 4 > 0 && i % 4 > 0) {
        double minor = determinant(without(without(x, i / 4, i % 4), 0, 0));
        expected = (i / 4 + i % 4) % 2 == 0 ? minor : -minor;
      }
      assertThat(second[i]).as("element %s", i).isCloseTo(expected, within(1e-13));
    }
  }

  private static double[][] without(double[][] x, int row, int column) {
    double[][] y = new double[x.length - 1][x.length - 1];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[i][j] = x[i < row ? i : i + 1][j < column ? j : j + 1];
      }
    }
    return y;
  }

  /** Expands along the first row. */
  private static double determinant(double[][] x) {
    double sum = x.length == 0 ? 1 : 0;
    for (int j = 0; j < x.length; j++) {
      sum += (j % 2 == 0 ? 1 : -1) * x[0][j] * determinant(without(x, 0, j));
    }
    return sum;
  }

  @Test
  void logarithmOfASingularDeterminantIsMinusInfinityWithoutADerivative() {
    Expr x = Expr.constant(Tensor.nested(ONES));
    assertThat(Linalg.logDet(x).eval().item()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Linalg.slogDet(x).sign().eval().item()).isZero();
    assertThatThrownBy(() -> gradient(Linalg::logDet, ONES))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("inverse: the matrix f64[2, 2] is singular: pivot 1 is 0");
    Expr swapped = Expr.constant(Tensor.nested(new double[][] {{0, 1}, {1, 0}}));
    assertThat(Linalg.logDet(swapped).eval().item()).isNaN();
    assertThat(Linalg.slogDet(swapped).sign().eval().item()).isEqualTo(-1);
  }

  @Test
  void equalEigenvaluesHaveTheDerivativeOfTheVectorsGiven() {
    near(gradient(x -> weighted(Linalg.eigvalsh(x), 1, 2), EYE), 1, 0, 0, 2);
    near(gradient(x -> Linalg.eigvalsh(x).square(), EYE), 2, 0, 0, 2);
    assertThat(gradient(x -> weighted(Linalg.eigh(x).vectors(), 1, 2), EYE)).contains(Double.NaN);
  }

  @Test
  void equalSingularValuesHaveTheDerivativeOfTheVectorsGiven() {
    near(gradient(x -> Linalg.singularValues(x).square(), EYE), 2, 0, 0, 2);
    assertThat(gradient(x -> weighted(Linalg.svd(x).u(), 1, 2), EYE)).contains(Double.NaN);
  }

  @Test
  void unsymmetricMatricesCountAsTheMeanWithTheirTranspose() {
    double[][] x = {{4, 3}, {1, 3}};
    double[][] mean = {{4, 2}, {2, 3}};
    for (UnaryOperator<Expr> function :
        java.util.List.<UnaryOperator<Expr>>of(Linalg::cholesky, Linalg::eigvalsh)) {
      assertThat(function.apply(Expr.constant(Tensor.nested(x))).eval())
          .isEqualTo(function.apply(Expr.constant(Tensor.nested(mean))).eval());
      near(gradient(function, x), gradient(function, mean));
    }
    near(gradient(a -> Linalg.cholesky(a).select(0, 1).select(0, 0), mean), -0.125, 0.25, 0.25, 0);
  }

  @Test
  void pseudoInverseHasTheDerivativeAmongMatricesOfItsRank() {
    near(gradient(Linalg::pinv, new double[2][2]), 0, 0, 0, 0);
    near(gradient(Linalg::pinv, ONES), -0.25, -0.25, -0.25, -0.25);
    near(
        Linalg.pinv(Expr.constant(Tensor.nested(ONES))).eval().toDoubleArray(),
        0.25,
        0.25,
        0.25,
        0.25);
  }

  @Test
  void normsOfZerosHaveTheGradientZero() {
    near(gradient(Linalg::spectralNorm, new double[2][2]), 0, 0, 0, 0);
    near(gradient(Linalg::nuclearNorm, new double[2][2]), 0, 0, 0, 0);
    near(gradient(Linalg::spectralNorm, EYE), 0.5, 0, 0, 0.5);
    near(gradient(Linalg::nuclearNorm, EYE), 1, 0, 0, 1);
  }

  @Test
  void signsOfVectorsAreFixedByTheFirstLargeElement() {
    double[][] x = {{2, -1}, {-1, 2}};
    double half = StrictMath.sqrt(0.5);
    Expr a = Expr.constant(Tensor.nested(x));
    near(Linalg.eigh(a).vectors().eval().toDoubleArray(), half, half, half, -half);
    near(Linalg.svd(a).u().eval().toDoubleArray(), half, half, -half, half);
  }
}
