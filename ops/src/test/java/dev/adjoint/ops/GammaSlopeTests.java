// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.random.GammaSlope;
import dev.adjoint.ops.op.random.GammaTransport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The implicit derivative of gamma numbers, and the function that it is one of. */
class GammaSlopeTests {
  /**
   * From quantile 10⁻¹² to {@code 1 − 10⁻¹²}, for shapes from 0.001 to 10,000. The second order is
   * small beside its terms at places, where it changes its sign.
   */
  @TestFactory
  Stream<DynamicTest> slopesAreThoseOfQuantiles() {
    return GoldenFile.read("gamma.txt").stream()
        .map(golden -> DynamicTest.dynamicTest(golden.key(), () -> check(golden)));
  }

  private static void check(GoldenFile.Case golden) {
    int order = Integer.parseInt(golden.key().substring("gammaSlope ".length()));
    Tensor shapes = golden.inputs().get(0);
    Tensor logs = golden.inputs().get(1);
    Tensor expected = golden.outputs().getFirst();
    Tensor y = Expr.apply(new GammaSlope(order), Expr.constant(shapes), Expr.constant(logs)).eval();
    assertThat(expected.size()).isGreaterThan(160);
    for (int i = 0; i < expected.size(); i++) {
      double value = expected.getDouble(i);
      assertThat(y.getDouble(i))
          .as("shape %s, logarithm %s", shapes.getDouble(i), logs.getDouble(i))
          .isCloseTo(value, within((order == 1 ? 1e-13 : 1e-11) * Math.abs(value)));
    }
  }

  @Test
  void hugeShapesMoveTheirNumbersAlong() {
    for (double shape : new double[] {1e8, 1e20, 1e30}) {
      double log = StrictMath.log(shape);
      double slope = slope(shape, log);
      // z ≈ α, and dz/dα = z·dℓ/dα ≈ 1
      assertThat(slope * shape).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void slopesOutsideTheDomainAreNotNumbers() {
    assertThat(slope(0, 1)).isNaN();
    assertThat(slope(-1, 1)).isNaN();
    assertThat(slope(Double.NaN, 1)).isNaN();
    assertThat(slope(Double.POSITIVE_INFINITY, 1)).isNaN();
    assertThat(slope(1, Double.NEGATIVE_INFINITY)).isNaN();
    assertThat(slope(1, Double.NaN)).isNaN();
  }

  private static double slope(double shape, double log) {
    return Expr.apply(
            new GammaSlope(1), Expr.constant(DType.F64, shape), Expr.constant(DType.F64, log))
        .eval()
        .item();
  }

  @Test
  void transportKeepsQuantiles() {
    // Of the exponential distribution F = 1 − e^−z, of shape 2 it is 1 − (1 + z)·e^−z
    for (double z : new double[] {1e-9, 0.1, 1, 1.7, 5, 40, 300}) {
      double log = transport(2, 1, StrictMath.log(z));
      double moved = StrictMath.exp(log);
      double tail = -moved + StrictMath.log1p(moved);
      double body = moved < 1e-3 ? moved * moved / 2 - moved * moved * moved / 3 : 0;
      if (body > 0) {
        assertThat(body).isCloseTo(-StrictMath.expm1(-z), within(1e-3 * z * Math.sqrt(z)));
      } else {
        assertThat(tail).isCloseTo(-z, within(2e-13 * Math.max(1, z)));
      }
    }
  }

  @Test
  void transportThereAndBackIsNone() {
    for (double from : new double[] {0.01, 0.5, 1, 3.3, 70, 1e4}) {
      for (double to : new double[] {0.02, 0.7, 2, 40, 1e4}) {
        for (double offset : new double[] {-2, -0.5, 0, 0.5, 2}) {
          double log = StrictMath.log(from) + offset / Math.sqrt(Math.max(from, 0.5));
          double back = transport(from, to, transport(to, from, log));
          assertThat(back).isCloseTo(log, within(1e-11 * Math.max(1, Math.abs(log))));
        }
      }
    }
  }

  /** A recurrence over the shape did not end for one far below 0. */
  @Test
  void transportOfShapesThatAreNotPositiveIsNotANumber() {
    for (double shape : new double[] {0, -1, -3.3e17, Double.NEGATIVE_INFINITY, Double.NaN}) {
      assertThat(transport(shape, 2, 0.5)).isNaN();
      assertThat(transport(2, shape, 0.5)).isNaN();
    }
  }

  private static double transport(double to, double from, double log) {
    return Expr.apply(
            new GammaTransport(),
            Expr.constant(DType.F64, to),
            Expr.constant(DType.F64, from),
            Expr.constant(DType.F64, log))
        .eval()
        .item();
  }
}
