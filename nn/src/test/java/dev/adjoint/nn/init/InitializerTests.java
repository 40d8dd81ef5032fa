// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.ops.Expr;
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

  @Test
  void varianceIsThatOfLeCun() {
    assertMoments(Initializer.leCunNormal(), 1.0 / FAN_IN, 3);
    assertMoments(Initializer.leCunUniform(), 1.0 / FAN_IN, 1.8);
  }

  /** Cut at two deviations the variance is 0.7737413, the fourth moment 1.4166 (Johnson et al.). */
  @Test
  void truncatedValuesStayWithinTwoDeviations() {
    double[] values = Initializer.truncatedNormal(0.5).draw(TYPE, 1, 1, SEED).toDoubleArray();
    assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow()).isBetween(0.99, 1.0);
    assertThat(Arrays.stream(values).sum() / values.length).isCloseTo(0, within(0.006));
    assertThat(Arrays.stream(values).map(v -> v * v).sum() / values.length)
        .isCloseTo(0.25 * 0.7737413, within(0.003));
  }

  /** Of 600 rows, those after the first 256 are taken in blocks. */
  @Test
  void manyOrthogonalRowsKeepLengthsToo() {
    Tensor q = Initializer.orthogonal(1).draw(TensorType.of(DType.F64, 600, 610), 1, 1, SEED);
    Expr m = Expr.constant(q);
    Expr error = m.matmul(m.transpose(0, 1)).sub(Expr.constant(Tensor.eye(DType.F64, 600)));
    assertThat(error.abs().max().eval().item()).isLessThan(1e-14);
  }

  @Test
  void orthogonalMatricesKeepLengths() {
    for (int[] dims : new int[][] {{5, 9}, {9, 5}, {6, 6}, {3, 2, 4}, {1, 1}}) {
      Tensor q = Initializer.orthogonal(2).draw(TensorType.of(DType.F64, dims), 1, 1, SEED);
      int columns = dims[dims.length - 1];
      Expr m = Expr.constant(q).reshape(q.size() / columns, columns);
      boolean isWide = q.size() / columns <= columns;
      Expr gram = isWide ? m.matmul(m.transpose(0, 1)) : m.transpose(0, 1).matmul(m);
      double[] products = gram.eval().toDoubleArray();
      int n = gram.shape().dim(0);
      for (int i = 0; i < products.length; i++) {
        assertThat(products[i]).isCloseTo(i % (n + 1) == 0 ? 4 : 0, within(1e-14));
      }
    }
    assertThatThrownBy(
            () -> Initializer.orthogonal(1).draw(TensorType.of(DType.F32, 3), 1, 1, SEED))
        .hasMessage(
            "orthogonal: draws matrices, or what is one with its last axis for columns: f32[3];"
                + " give another initializer");
  }

  @Test
  void theIdentityKeepsItsInput() {
    assertThat(Initializer.identity(3).draw(TensorType.of(DType.F32, 2, 3), 1, 1, SEED))
        .isEqualTo(Tensor.nested(new float[][] {{3, 0, 0}, {0, 3, 0}}));
    assertThatThrownBy(() -> Initializer.identity(1).draw(TensorType.of(DType.F32, 3), 1, 1, SEED))
        .hasMessage("identity: draws matrices: f32[3]; give another initializer");
  }

  @Test
  void columnsOfSparseMatricesHaveTheirShareOfZeros() {
    double[] values =
        Initializer.sparse(0.9, 0.5)
            .draw(TensorType.of(DType.F32, 25, 40), 1, 1, SEED)
            .toDoubleArray();
    int firstRow = 0;
    for (int column = 0; column < 40; column++) {
      int zeros = 0;
      for (int row = 0; row < 25; row++) {
        zeros += values[row * 40 + column] == 0 ? 1 : 0;
      }
      assertThat(zeros).isEqualTo(23);
      firstRow += values[column] == 0 ? 1 : 0;
    }
    assertThat(firstRow).isBetween(30, 40);
    assertThatThrownBy(() -> Initializer.sparse(1.5, 1))
        .hasMessage("sparse: the share of zeros must lie in [0, 1]: 1.5");
  }
}
