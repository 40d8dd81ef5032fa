// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.PadMode;
import dev.adjoint.ops.QuantileMethod;
import dev.adjoint.ops.Segments;
import dev.adjoint.ops.Sorting;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives of arrays where a formula does not settle them: at ties, zeros and infinities. */
class ArrayConventionTests {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /** Returns the gradient of the sum of what a function gives. */
  private static double[] gradient(UnaryOperator<Expr> function, double... at) {
    Expr x = Expr.constant(Tensor.of(at));
    return Autodiff.grad(function.apply(x).sum(), x).getFirst().eval().toDoubleArray();
  }

  /** Returns the row of the Hessian of an element. */
  private static double[] hessian(UnaryOperator<Expr> function, int row, double... at) {
    return gradient(x -> Autodiff.grad(function.apply(x).sum(), x).getFirst().select(0, row), at);
  }

  private static double[] value(UnaryOperator<Expr> function, double... at) {
    return function.apply(Expr.constant(Tensor.of(at))).eval().toDoubleArray();
  }

  private static Expr weighted(Expr x, double... weights) {
    return x.mul(Expr.constant(Tensor.of(weights)));
  }

  @Test
  void equalMaximaShareTheDerivative() {
    assertThat(gradient(x -> x.max(), 2, 2, 1)).containsExactly(0.5, 0.5, 0);
    assertThat(gradient(x -> x.norm(INF), -2, 2, 1)).containsExactly(-0.5, 0.5, 0);
  }

  @Test
  void theFirstOfEqualMaximaSoFarHasTheDerivative() {
    assertThat(gradient(x -> x.cumMax(0), 2, 2, 1)).containsExactly(3, 0, 0);
    assertThat(gradient(x -> x.cumMin(0), 1, 1, 2)).containsExactly(3, 0, 0);
    assertThat(gradient(x -> x.cumMax(0, false, true), 2, 2, 1)).containsExactly(0, 2, 1);
    assertThat(gradient(x -> x.cumMax(0, true, false), 2, 2, 1)).containsExactly(2, 0, 0);
  }

  @Test
  void sortingIsStable() {
    assertThat(gradient(x -> weighted(Sorting.sort(x, 0).values(), 1, 2, 3), 5, 5, 5))
        .containsExactly(1, 2, 3);
    assertThat(gradient(x -> weighted(Sorting.sort(x, 0, true).values(), 1, 2, 3), 5, 5, 5))
        .containsExactly(1, 2, 3);
  }

  @Test
  void nanIsSortedAsTheLargest() {
    assertThat(value(x -> Sorting.sort(x, 0).values(), NAN, 1, INF)).containsExactly(1, INF, NAN);
    assertThat(value(x -> Sorting.topK(x, 0, 2).values(), 1, NAN, 3)).containsExactly(NAN, 3);
    assertThat(value(x -> x.argMax(0), 1, NAN, 3, NAN)).containsExactly(1);
    assertThat(value(x -> x.argMin(0), 1, NAN, -3, NAN)).containsExactly(1);
    assertThat(value(x -> x.max(), 1, NAN)).containsExactly(NAN);
    assertThat(value(x -> x.min(), NAN, 1)).containsExactly(NAN);
  }

  @Test
  void theMedianIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(gradient(x -> x.median(), 1, 3, 3, 5)).containsExactly(0, 0.5, 0.5, 0);
    assertThat(gradient(x -> x.median(), 3, 1, 2)).containsExactly(0, 0, 1);
  }

  @Test
  void quantilesAreNumPysLinearUnlessNamed() {
    assertThat(value(x -> x.quantile(0.25), 1, 2, 3, 4)).containsExactly(1.75);
    assertThat(gradient(x -> x.quantile(0.25), 1, 2, 3, 4)).containsExactly(0.25, 0.75, 0, 0);
    assertThat(value(x -> x.quantile(0.25, QuantileMethod.WEIBULL), 1, 2, 3, 4))
        .containsExactly(1.25);
    assertThat(value(x -> x.quantile(0.25, QuantileMethod.MEDIAN_UNBIASED), 1, 2, 3, 4))
        .containsExactly(new double[] {17 / 12.0}, within(1e-15));
  }

  @Test
  void productsWithZerosHaveDerivativesOfAnyOrder() {
    assertThat(gradient(x -> x.prod(), 0, 0, 3)).containsExactly(0, 0, 0);
    assertThat(hessian(x -> x.prod(), 0, 0, 0, 3)).containsExactly(0, 3, 0);
    assertThat(gradient(x -> x.prod(), 0, 2, 3)).containsExactly(6, 0, 0);
    UnaryOperator<Expr> second =
        x -> Autodiff.grad(Autodiff.grad(x.prod(), x).getFirst().select(0, 0), x).getFirst();
    assertThat(gradient(x -> second.apply(x).select(0, 1), 0, 0, 0)).containsExactly(0, 0, 1);
    assertThat(hessian(x -> x.cumProd(0), 0, 0, 0, 3)).containsExactly(0, 4, 0);
    assertThat(gradient(x -> x.cumProd(0), 0, 2, 3)).containsExactly(9, 0, 0);
  }

  @Test
  void logSumsOfMinusInfinityHaveNoNan() {
    assertThat(value(x -> x.logSumExp(), -INF, -INF)).containsExactly(-INF);
    assertThat(gradient(x -> x.logSumExp(), -INF, -INF)).containsExactly(0, 0);
    assertThat(hessian(x -> x.logSumExp(), 0, -INF, -INF)).containsExactly(0, 0);
    assertThat(gradient(x -> x.logSumExp(), -INF, 0)).containsExactly(0, 1);
    assertThat(gradient(x -> x.logCumSumExp(0), -INF, 0)).containsExactly(1, 1);
    assertThat(gradient(x -> x.logCumSumExp(0), -INF, -INF, 0)).containsExactly(1, 0, 1);
    assertThat(hessian(x -> x.logCumSumExp(0), 2, -INF, -INF, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void equalElementsHaveNoDeviationAndNoDerivative() {
    assertThat(value(x -> x.std(), 2, 2, 2)).containsExactly(0);
    assertThat(gradient(x -> x.std(), 2, 2, 2)).containsExactly(0, 0, 0);
    assertThat(gradient(x -> x.sampleStd(), 2, 2, 2)).containsExactly(0, 0, 0);
    assertThat(gradient(x -> x.norm(2), 0, 0)).containsExactly(0, 0);
    assertThat(gradient(x -> x.norm(3), 0, 0)).containsExactly(0, 0);
    assertThat(value(x -> x.norm(2), NAN, 0)).containsExactly(NAN);
    assertThatThrownBy(() -> Expr.input("x", 1).sampleStd())
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "sampleVariance: 1 elements along axes [0] of [1]: needs two at least; use variance");
  }

  @Test
  void mirroredElementsAddUpTheirDerivatives() {
    assertThat(gradient(x -> x.pad(new int[] {2}, new int[] {2}, PadMode.REFLECT), 1, 2, 3))
        .containsExactly(2, 3, 2);
    assertThat(gradient(x -> x.pad(new int[] {2}, new int[] {1}, PadMode.EDGE), 1, 2, 3))
        .containsExactly(3, 1, 2);
    assertThatThrownBy(() -> Expr.input("x", 3).pad(new int[] {3}, new int[] {0}, PadMode.REFLECT))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void allFourFormsOfASumHaveTheirDerivative() {
    Tensor weights = Tensor.of(1.0, 10, 100);
    double[][] expected = {{111, 110, 100}, {110, 100, 0}, {1, 11, 111}, {0, 1, 11}};
    for (int form = 0; form < 4; form++) {
      boolean exclusive = form % 2 == 1;
      boolean reverse = form > 1;
      assertThat(
              gradient(x -> x.cumSum(0, exclusive, reverse).mul(Expr.constant(weights)), 1, 2, 3))
          .containsExactly(expected[form]);
    }
  }

  @Test
  void whatIsTakenSeveralTimesAddsUp() {
    Expr places = Expr.constant(Tensor.of(1, 1, 0));
    assertThat(gradient(x -> weighted(x.gather(0, places), 1, 2, 4), 5, 6, 7))
        .containsExactly(4, 3, 0);
    assertThat(gradient(x -> weighted(x.takeAlongAxis(0, places), 1, 2, 4), 5, 6, 7))
        .containsExactly(4, 3, 0);
  }

  @Test
  void ofSeveralUpdatesTheLastOneStaysAndHasTheDerivative() {
    Expr places = Expr.constant(Tensor.of(1, 1, 0));
    Expr zeros = Expr.constant(Tensor.of(0.0, 0));
    assertThat(value(x -> zeros.scatter(0, places, x), 5, 6, 7)).containsExactly(7, 6);
    assertThat(gradient(x -> weighted(zeros.scatter(0, places, x), 1, 2), 5, 6, 7))
        .containsExactly(0, 2, 1);
    assertThat(gradient(x -> x.scatter(0, places, zeros.pad(new int[1], new int[] {1}, 0)), 5, 6))
        .containsExactly(0, 0);
  }

  @Test
  void equalUpdatesAndWhatTheyMeetShareTheDerivative() {
    Expr places = Expr.constant(Tensor.of(0, 0));
    UnaryOperator<Expr> raised =
        x -> x.slice(0, 0, 1).scatterMax(0, places, x.slice(0, 1, 3)).mul(3);
    assertThat(gradient(raised, 2, 2, 2)).containsExactly(1, 1, 1);
    assertThat(gradient(raised, 1, 2, 0)).containsExactly(0, 3, 0);
    UnaryOperator<Expr> lowered =
        x -> x.slice(0, 0, 1).scatterMin(0, places, x.slice(0, 1, 3)).mul(3);
    assertThat(gradient(lowered, 2, 2, 2)).containsExactly(1, 1, 1);
    assertThat(gradient(lowered, 1, 2, 0)).containsExactly(0, 0, 3);
  }

  @Test
  void aSegmentWithoutRowsHasTheLeastMaximumAndNoMean() {
    Expr segments = Expr.constant(Tensor.of(0, 1, 1));
    assertThat(value(x -> Segments.segmentMax(x, segments, 3), 1, 3, 3))
        .containsExactly(1, 3, -INF);
    assertThat(value(x -> Segments.segmentMin(x, segments, 3), 1, 3, 2)).containsExactly(1, 2, INF);
    assertThat(gradient(x -> Segments.segmentMax(x, segments, 3), 1, 3, 3))
        .containsExactly(1, 0.5, 0.5);
    assertThat(value(x -> Segments.segmentMean(x, segments, 3), 1, 3, 5))
        .containsExactly(1, 4, NAN);
    assertThat(gradient(x -> Segments.segmentMean(x, segments, 3).slice(0, 0, 2), 1, 3, 5))
        .containsExactly(1, 0.5, 0.5);
  }
}
