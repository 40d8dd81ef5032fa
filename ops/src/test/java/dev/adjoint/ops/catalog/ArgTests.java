// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.op.elementwise.Sqrt;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What structured arguments draw. */
class ArgTests {
  private static final int N = 5;

  /** Returns the second matrix of a batch, so that the first does not hide it. */
  private static double[] matrix(Structure structure) {
    double[] both =
        Arg.structured(structure, 2, N, N).draw(DType.F64, new SplittableRandom(3)).toDoubleArray();
    return Arrays.copyOfRange(both, N * N, 2 * N * N);
  }

  /** Returns {@code aᵀ·a}. */
  private static Expr gram(double[] a) {
    Expr x = Expr.constant(Tensor.of(DType.F64, Shape.of(N, N), a));
    return x.t().matmul(x);
  }

  @Test
  void symmetricMatricesAreTheirTransposes() {
    double[] a = matrix(Structure.SYMMETRIC);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        assertThat(a[i * N + j]).isEqualTo(a[j * N + i]);
      }
    }
    assertThat(Arrays.stream(a).distinct().count()).isEqualTo(N * (N + 1) / 2);
  }

  @Test
  void positiveDefiniteMatricesHavePositivePivots() {
    double[] a = matrix(Structure.POSITIVE_DEFINITE);
    for (int k = 0; k < N; k++) {
      assertThat(a[k * N + k]).as("pivot %s", k).isGreaterThanOrEqualTo(1);
      for (int i = k + 1; i < N; i++) {
        assertThat(a[i * N + k]).isCloseTo(a[k * N + i], within(1e-12));
        double factor = a[i * N + k] / a[k * N + k];
        for (int j = k; j < N; j++) {
          a[i * N + j] -= factor * a[k * N + j];
        }
      }
    }
  }

  @Test
  void triangularMatricesAreZeroOnOneSideAndFarFromSingular() {
    double[] lower = matrix(Structure.LOWER_TRIANGULAR);
    double[] upper = matrix(Structure.UPPER_TRIANGULAR);
    for (int i = 0; i < N; i++) {
      assertThat(lower[i * N + i]).isBetween(1.0, 2.0);
      assertThat(upper[i * N + i]).isBetween(1.0, 2.0);
      for (int j = i + 1; j < N; j++) {
        assertThat(lower[i * N + j]).isZero();
        assertThat(lower[j * N + i]).isNotZero();
        assertThat(upper[j * N + i]).isZero();
        assertThat(upper[i * N + j]).isNotZero();
      }
    }
  }

  @Test
  void orthogonalMatricesHaveTheirTransposesForInverses() {
    double[] a = matrix(Structure.ORTHOGONAL);
    double[] product = gram(a).eval().toDoubleArray();
    for (int i = 0; i < N * N; i++) {
      assertThat(product[i]).isCloseTo(i % (N + 1) == 0 ? 1 : 0, within(1e-14));
      assertThat(a[i]).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedDrawsTheSameMatrices(Structure structure) {
    Sample sample = Sample.of(new Sqrt(), Arg.structured(structure, 2, 3, 3));
    assertThat(sample.draw(DType.F32, 7)).isEqualTo(sample.draw(DType.F32, 7));
    assertThat(sample.draw(DType.F32, 7)).isNotEqualTo(sample.draw(DType.F32, 8));
    assertThat(sample.draw(DType.F32, 7).getFirst().dtype()).isEqualTo(DType.F32);
  }

  @ParameterizedTest
  @EnumSource
  void thereAreMatricesOfNoAndOfOneElement(Structure structure) {
    SplittableRandom random = new SplittableRandom(1);
    assertThat(Arg.structured(structure, 0, 0).draw(DType.F64, random).size()).isZero();
    assertThat(Arg.structured(structure, 0, 2, 2).draw(DType.F64, random).size()).isZero();
    assertThat(Arg.structured(structure, 1, 1).draw(DType.F64, random).item()).isNotZero();
  }

  @Test
  void everyLineOfAPermutationHasEveryPlaceOnce() {
    Tensor drawn = Arg.permutation(DType.I64, 40, 6).draw(DType.F64, new SplittableRandom(1));
    assertThat(drawn.dtype()).isEqualTo(DType.I64);
    int[] all = Arrays.stream(drawn.toDoubleArray()).mapToInt(v -> (int) v).toArray();
    int fixed = 0;
    for (int line = 0; line < 40; line++) {
      int[] places = Arrays.copyOfRange(all, line * 6, line * 6 + 6);
      assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
      fixed += (int) IntStream.range(0, 6).filter(i -> places[i] == i).count();
    }
    assertThat(fixed).as("as in random permutations, about one a line").isBetween(20, 60);
  }

  @Test
  void aWrapStandsBetweenWhatIsDrawnAndTheOp() {
    Arg squared = Arg.between(-3, -2, 4).wrap(Expr::square);
    Sample sample = Sample.of(new Sqrt(), squared.wrap(x -> x.add(1)));
    Tensor drawn = sample.draw(DType.F64, 1).getFirst();
    assertThat(Arrays.stream(drawn.toDoubleArray())).allMatch(v -> v < -2);
    Expr x = Expr.constant(drawn);
    assertThat(sample.drawInputs(DType.F64, 1)).containsExactly(x.square().add(1).eval());
    assertThat(sample.apply(List.of(x)).getFirst().eval())
        .isEqualTo(x.square().add(1).sqrt().eval());
    assertThat(squared.domain()).isInstanceOf(Arg.Real.class);
  }

  @Test
  void structuresWithoutTheirAxesAreRefused() {
    assertThatThrownBy(() -> Arg.structured(Structure.SYMMETRIC, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no square matrices: [2, 3]");
    assertThatThrownBy(() -> Arg.permutation(DType.I32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a number is no permutation");
    assertThatThrownBy(() -> Samples.ranks(new Sqrt(), Arg.structured(Structure.ORTHOGONAL, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("has a shape of its own");
  }
}
