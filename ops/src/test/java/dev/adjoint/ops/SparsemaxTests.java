// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Probabilities that may be 0, and random ones. */
class SparsemaxTests {
  private static double[] sparsemax(double... x) {
    return Activations.sparsemax(Expr.constant(Tensor.of(x)), 0).eval().toDoubleArray();
  }

  @Test
  void smallElementsHaveNoProbability() {
    // By hand: τ = (0.5 + 0.2 − 1)/2
    double[] y = sparsemax(0.5, 0.2, -1);
    assertThat(y[0]).isCloseTo(0.65, within(1e-16));
    assertThat(y[1]).isCloseTo(0.35, within(1e-16));
    assertThat(y[2]).isZero();
    assertThat(sparsemax(3, 1)).containsExactly(1, 0);
    assertThat(sparsemax(-7)).containsExactly(1);
    assertThat(sparsemax(2, 2, 2, 2)).containsExactly(0.25, 0.25, 0.25, 0.25);
    // Both slopes meet here
    assertThat(sparsemax(1, 0)).containsExactly(1, 0);
  }

  /** The nearest point of the simplex is the one from which all others lie at an obtuse angle. */
  @Test
  void noProbabilitiesAreNearer() {
    SplittableRandom random = new SplittableRandom(6);
    for (int n = 1; n < 40; n++) {
      double[] x = random.doubles(n, -0.5, 0.5).toArray();
      double[] y = sparsemax(x);
      assertThat(Arrays.stream(y).min().orElseThrow()).isNotNegative();
      assertThat(Arrays.stream(y).sum()).isCloseTo(1, within(1e-15 * n));
      for (int corner = 0; corner < n; corner++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += (x[i] - y[i]) * ((i == corner ? 1 : 0) - y[i]);
        }
        assertThat(product).isLessThan(1e-15 * n);
      }
    }
  }

  @Test
  void anyAxisIsTaken() {
    Expr x = Expr.constant(Tensor.nested(new double[][] {{0.5, 3}, {0.2, 1}, {-1, -2}}));
    double[] y = Activations.sparsemax(x, 0).eval().toDoubleArray();
    double[] turned =
        Activations.sparsemax(x.transpose(0, 1), -1).transpose(0, 1).eval().toDoubleArray();
    assertThat(y).containsExactly(turned);
    assertThat(y[0]).isCloseTo(0.65, within(1e-16));
    assertThat(y[1]).isEqualTo(1);
    Expr none = Expr.full(TensorType.of(DType.F32, 0, 3), 1);
    assertThat(Activations.sparsemax(none, 0).eval().shape()).isEqualTo(Shape.of(0, 3));
    assertThatThrownBy(() -> Activations.sparsemax(x, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("sparsemax: ");
  }

  @Test
  void largeNumbersKeepTheirDifferences() {
    Expr x = Expr.constant(Tensor.of(1e6f, 1e6f + 0.5f, 1e6f - 4));
    assertThat(Activations.sparsemax(x, 0).eval()).isEqualTo(Tensor.of(0.25f, 0.75f, 0));
  }

  @Test
  void linesWithoutProbabilitiesAreNotNumbers() {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(sparsemax(1, Double.NaN)).containsOnly(Double.NaN);
    assertThat(sparsemax(1, inf)).containsOnly(Double.NaN);
    assertThat(sparsemax(-inf, -inf)).containsOnly(Double.NaN);
    assertThat(sparsemax(0.5, -inf, 0.5)).containsExactly(0.5, 0, 0.5);
  }

  @Test
  void hardChoicesAreThoseOfTheSoftmax() {
    int n = 50_000;
    Expr x = Expr.constant(Tensor.of(0.0, StrictMath.log(3), StrictMath.log(6))).broadcastTo(n, 3);
    RandomKey key = RandomKey.of(3);
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Expr hard = Activations.gumbelSoftmax(x.cast(dtype), key, 0.3, true, -1);
      Expr soft = Activations.gumbelSoftmax(x.cast(dtype), key, 0.3, false, -1);
      assertThat(hard.argMax(1).eval()).isEqualTo(soft.argMax(1).eval());
      assertThat(hard.eval().toDoubleArray()).containsOnly(0, 1);
      double[] shares = hard.cast(DType.F64).mean(0).eval().toDoubleArray();
      double[] sums = soft.cast(DType.F64).sum(1).eval().toDoubleArray();
      assertThat(Arrays.stream(sums).allMatch(sum -> Math.abs(sum - 1) < 1e-6)).isTrue();
      for (int i = 0; i < 3; i++) {
        double p = new double[] {0.1, 0.3, 0.6}[i];
        assertThat(shares[i]).isCloseTo(p, within(6 * Math.sqrt(p * (1 - p) / n)));
      }
    }
  }

  @Test
  void temperaturesArePositive() {
    Expr x = Expr.constant(Tensor.of(1.0, 2));
    assertThatThrownBy(() -> Activations.gumbelSoftmax(x, RandomKey.of(1), 0, false, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gumbelSoftmax: the temperature must be positive: 0.0");
  }
}
