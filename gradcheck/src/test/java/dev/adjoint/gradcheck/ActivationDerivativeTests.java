// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives of activations that are made of other functions. */
class ActivationDerivativeTests {
  private static final Tensor X =
      Tensor.nested(new double[][] {{0.5, 0.2, -1, 0.4}, {3, 0.1, 0.3, 2.6}});

  /** Computed by mpmath 1.4.1 with 30 digits: 2·eˣ. */
  @Test
  void eluKeepsTheTailOfItsDerivative() {
    double[] x = {-1, -20, -40, -100, -700, -740, 0, 1, 700};
    double[] slopes = {
      0.7357588823428847,
      4.122307244877116e-9,
      8.496708510583178e-18,
      7.440151952041672e-44,
      1.971935308751954e-304,
      8.4e-322,
      2,
      1,
      1
    };
    Expr in = Expr.constant(Tensor.of(x));
    double[] found =
        Autodiff.grad(Activations.elu(in, 2).sum(), in).getFirst().eval().toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      assertThat(found[i]).isCloseTo(slopes[i], within(Math.ulp(slopes[i])));
    }
    Expr narrow = in.cast(DType.F32);
    double[] floats =
        Autodiff.grad(Activations.elu(narrow, 2).sum(), narrow).getFirst().eval().toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      float slope = (float) slopes[i];
      // One unit, which the difference of two subnormal numbers exceeds by its rounding
      assertThat(floats[i]).isCloseTo(slope, within(1.001 * Math.ulp(slope)));
    }
  }

  @Test
  void sparsemaxHasTheDerivativesOfDifferences() {
    for (int axis : new int[] {0, 1}) {
      GradCheck.of(List.of(X), x -> Activations.sparsemax(x.getFirst(), axis)).assertCorrect();
      GradCheck.of(List.of(X), x -> Activations.sparsemax(x.getFirst(), axis).exp())
          .order(2)
          .assertCorrect();
    }
  }

  @Test
  void sparsemaxTakesTheMeanAwayWithinTheSupport() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Expr x = Expr.constant(Tensor.of(0.5, 0.2, -1).cast(dtype));
      Expr dy = Expr.constant(Tensor.of(1.0, 4, 9).cast(dtype));
      Expr y = Activations.sparsemax(x, 0);
      assertThat(
              Autodiff.vjp(List.of(y), List.of(x), List.of(dy)).getFirst().eval().toDoubleArray())
          .containsExactly(-1.5, 1.5, 0);
    }
  }

  @Test
  void softChoicesHaveTheDerivativesOfDifferences() {
    GradCheck.of(
            List.of(X),
            x -> Activations.gumbelSoftmax(x.getFirst(), RandomKey.of(4), 0.7, false, 1))
        .order(2)
        .assertCorrect();
  }

  @Test
  void hardChoicesHaveTheDerivativesOfSoftOnes() {
    Expr x = Expr.constant(X);
    Expr weights = Expr.constant(Tensor.nested(new double[][] {{1, -2, 3, 4}, {2, 0, -1, 5}}));
    double[] hard = slope(x, weights, true);
    double[] soft = slope(x, weights, false);
    for (int i = 0; i < hard.length; i++) {
      assertThat(hard[i]).isNotZero().isCloseTo(soft[i], within(1e-15));
    }
  }

  private static double[] slope(Expr x, Expr weights, boolean hard) {
    Expr y = Activations.gumbelSoftmax(x, RandomKey.of(4), 0.7, hard, 1);
    return Autodiff.grad(y.mul(weights).sum(), x).getFirst().eval().toDoubleArray();
  }
}
