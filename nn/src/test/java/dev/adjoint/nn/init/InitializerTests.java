// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Initializers: their distributions, and that the seed decides them. */
class InitializerTests {
  private static final int FAN_IN = 300;
  private static final int FAN_OUT = 200;
  private static final TensorType TYPE = TensorType.of(DType.F64, FAN_IN, FAN_OUT);
  private static final Seed SEED = Seed.of(11);

  @Test
  void varianceIsThatOfHe() {
    assertMoments(Initializer.heNormal(), 2.0 / FAN_IN, 3);
    assertMoments(Initializer.heUniform(), 2.0 / FAN_IN, 1.8);
  }

  @Test
  void varianceIsThatOfGlorot() {
    assertMoments(Initializer.glorotNormal(), 2.0 / (FAN_IN + FAN_OUT), 3);
    assertMoments(Initializer.glorotUniform(), 2.0 / (FAN_IN + FAN_OUT), 1.8);
  }

  @Test
  void uniformValuesStayWithinTheirBound() {
    double bound = Math.sqrt(6.0 / FAN_IN);
    double[] values = Initializer.heUniform().draw(TYPE, FAN_IN, FAN_OUT, SEED).toDoubleArray();
    assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.999 * bound, bound);
    assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-bound, -0.999 * bound);
  }

  @Test
  void normalValuesHaveTheTailsOfABell() {
    double deviation = Math.sqrt(2.0 / FAN_IN);
    double[] values = Initializer.heNormal().draw(TYPE, FAN_IN, FAN_OUT, SEED).toDoubleArray();
    double beyondTwo =
        Arrays.stream(values).filter(v -> Math.abs(v) > 2 * deviation).count()
            / (double) values.length;
    assertThat(beyondTwo).isCloseTo(0.0455, within(0.005));
  }

  @Test
  void theKeyDecides() {
    Tensor first = Initializer.heNormal().draw(TYPE, FAN_IN, FAN_OUT, SEED);
    assertThat(Initializer.heNormal().draw(TYPE, FAN_IN, FAN_OUT, SEED)).isEqualTo(first);
    assertThat(Initializer.heNormal().draw(TYPE, FAN_IN, FAN_OUT, SEED.fold(1)))
        .isNotEqualTo(first);
  }

  @Test
  void aConstantIsTheSameEverywhere() {
    assertThat(Initializer.constant(0.5).draw(TensorType.of(DType.F32, 2), 1, 1, SEED))
        .isEqualTo(Tensor.of(0.5f, 0.5f));
  }

  /** Checks mean and variance within five standard errors, given the kurtosis. */
  private static void assertMoments(Initializer initializer, double variance, double kurtosis) {
    double[] values = initializer.draw(TYPE, FAN_IN, FAN_OUT, SEED).toDoubleArray();
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / n)));
    assertThat(square).isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis - 1) / n)));
  }
}
