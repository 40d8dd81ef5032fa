// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.Differences.Origin;
import dev.adjoint.gradcheck.Differences.Sides;
import dev.adjoint.gradcheck.Estimate.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extrapolation alone, on functions of which everything is known. */
class ExtrapolationTests {
  private static final double UNIT = 0x1p-53;

  private static Estimate at(DoubleUnaryOperator f, double x, double widest) {
    List<Differences> rows = new ArrayList<>();
    Reading base = Reading.of(new double[] {f.applyAsDouble(x)}, 0);
    Origin origin = new Origin(base, new double[1], UNIT);
    for (int i = 0; i < 12; i++) {
      double h = Math.scalb(widest, -i);
      Reading left = Reading.of(new double[] {f.applyAsDouble(x - h)}, 0);
      Reading right = Reading.of(new double[] {f.applyAsDouble(x + h)}, 0);
      Sides sides = new Sides(h, (x + h) - (x - h), left, right);
      rows.add(Differences.of(sides, origin, new boolean[] {true}, new double[] {1}, 0));
    }
    return Extrapolation.of(rows, 0);
  }

  /** A function, its derivative and where to look. */
  private record Known(String name, DoubleUnaryOperator f, DoubleUnaryOperator slope, double x) {
    @Override
    public String toString() {
      return name + " at " + x;
    }
  }

  static List<Known> known() {
    List<Known> all = new ArrayList<>();
    for (double x : new double[] {-1.3, -0.4, 0.01, 0.7, 1.9}) {
      all.add(new Known("sin", StrictMath::sin, StrictMath::cos, x));
      all.add(new Known("exp", StrictMath::exp, StrictMath::exp, x));
      all.add(new Known("cube", v -> v * v * v, v -> 3 * v * v, x));
      all.add(new Known("tanh", StrictMath::tanh, v -> 1 / square(StrictMath.cosh(v)), x));
      all.add(new Known("pole", v -> 1 / (v - 2.5), v -> -1 / square(v - 2.5), x));
    }
    return all;
  }

  private static double square(double x) {
    return x * x;
  }

  @ParameterizedTest
  @MethodSource("known")
  void theErrorIsSmallAndNotUnderestimatedByFar(Known known) {
    Estimate estimate = at(known.f(), known.x(), 0x1p-3);
    double error = Math.abs(estimate.value() - known.slope().applyAsDouble(known.x()));
    assertThat(error).isLessThanOrEqualTo(2 * estimate.error());
    assertThat(estimate.error()).isLessThan(1e-9);
    assertThat(estimate.behaviour()).isEqualTo(Behaviour.SMOOTH);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-3, 4, 0x1p-13})
  void aKinkIsSeenWithAnyStep(double widest) {
    assertThat(at(Math::abs, 0, widest).behaviour()).isEqualTo(Behaviour.KINK);
    assertThat(at(x -> Math.max(x, 0), 0, widest).behaviour()).isEqualTo(Behaviour.KINK);
    assertThat(at(x -> Math.abs(x) + 3 * x, 0, widest).behaviour()).isEqualTo(Behaviour.KINK);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-3, 4, 0x1p-13})
  void aJumpIsSeenWithAnyStep(double widest) {
    assertThat(at(Math::floor, 1, widest).behaviour()).isEqualTo(Behaviour.JUMP);
    assertThat(at(x -> x < 0.3 ? x : x + 2, 0.3, widest).behaviour()).isEqualTo(Behaviour.JUMP);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.004, 0.03, 0.06})
  void aKinkAsideIsSteppedAround(double distance) {
    Estimate estimate = at(x -> Math.abs(x) + x * x, distance, 0x1p-3);
    assertThat(estimate.behaviour()).isEqualTo(Behaviour.SMOOTH);
    assertThat(Math.abs(estimate.value() - 1 - 2 * distance)).isLessThan(1e-10);
  }
}
