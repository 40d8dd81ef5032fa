// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Random numbers against the distributions that they are of: how many do not exceed a point, for
 * points from one tail to the other, whose probabilities SciPy computed. Six standard deviations
 * are allowed, which a right method misses at one point of five hundred million. The seed is fixed,
 * so a test passes always or never.
 */
class DistributionTests {
  private static final int N = 400_000;
  private static final double DEVIATIONS = 6;

  /** Where fewer are expected, their number is not nearly normal. */
  private static final int ENOUGH = 30;

  @TestFactory
  Stream<DynamicTest> numbersAreOfTheirDistribution() {
    return GoldenFile.read("random.txt").stream()
        .flatMap(golden ->
            Stream.of(DType.F32, DType.F64)
                .map(dtype ->
                    DynamicTest.dynamicTest(
                        golden.key() + " " + dtype, () -> check(golden, dtype))));
  }

  private static void check(GoldenFile.Case golden, DType dtype) {
    List<String> words = Splitter.on(' ').splitToList(golden.key());
    double[] parameters =
        words.subList(1, words.size()).stream()
            .mapToDouble(word -> Double.parseDouble(word.replace("inf", "Infinity")))
            .toArray();
    Expr numbers = draw(words.getFirst(), parameters, RandomKey.of(77), TensorType.of(dtype, N));
    assertThat(numbers.type()).isEqualTo(TensorType.of(dtype, N));
    double[] sorted = numbers.eval().toDoubleArray();
    Arrays.sort(sorted);
    int checked = 0;
    for (int i = 0; i < golden.inputs().getFirst().size(); i++) {
      double point = golden.inputs().getFirst().getDouble(i);
      double p = golden.outputs().getFirst().getDouble(i);
      if (N * Math.min(p, 1 - p) >= ENOUGH && isResolved(point, dtype)) {
        double deviation = Math.sqrt(p * (1 - p) / N);
        double share = countTo(sorted, dtype == DType.F32 ? (float) point : point) / (double) N;
        assertThat(share).as("up to " + point).isCloseTo(p, within(DEVIATIONS * deviation));
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  /** Returns whether the floats around a point that is a probability, or tiny, lie dense there. */
  private static boolean isResolved(double point, DType dtype) {
    boolean isNearOne = point < 1 && 1 - point < 1e-3;
    return dtype == DType.F64 || !isNearOne && (point == 0 || Math.abs(point) > Float.MIN_NORMAL);
  }

  private static Expr draw(String name, double[] p, RandomKey key, TensorType type) {
    return switch (name) {
      case "truncatedNormal" -> key.truncatedNormal(type, p[0], p[1]);
      case "exponential" -> key.exponential(Expr.full(type, p[0]));
      case "laplace" -> key.laplace(Expr.full(type, p[0]), Expr.full(type, p[1]));
      case "gumbel" -> key.gumbel(Expr.full(type, p[0]), Expr.full(type, p[1]));
      case "normal" -> key.normal(Expr.full(type, p[0]), Expr.full(type, p[1]));
      case "gamma" -> key.gamma(Expr.full(type, p[0]), Expr.full(type, p[1]));
      case "beta" -> key.beta(Expr.full(type, p[0]), Expr.full(type, p[1]));
      case "poisson" -> key.poisson(Expr.full(type, p[0]));
      case "binomial" -> key.binomial(Expr.full(type, p[0]), Expr.full(type, p[1]));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Returns how many numbers do not exceed a point. */
  private static int countTo(double[] sorted, double point) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Test
  void dirichletNumbersAreBetaNumbersWithSumOne() {
    // The part of each is a beta number of its concentration and the sum of the others
    Expr concentration = Expr.constant(Tensor.of(0.4, 2.1, 0.7)).broadcastTo(N, 3);
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      double[] y = RandomKey.of(9).dirichlet(concentration.cast(dtype), -1).eval().toDoubleArray();
      double[] first = new double[N];
      for (int i = 0; i < N; i++) {
        first[i] = y[3 * i];
        double sum = first[i] + y[3 * i + 1] + y[3 * i + 2];
        assertThat(sum).isCloseTo(1, within(dtype == DType.F32 ? 2e-7 : 5e-16));
      }
      Arrays.sort(first);
      // SciPy 1.17.1: stats.beta(0.4, 2.8).cdf
      double[] points = {1e-4, 1e-2, 0.1, 0.3, 0.6};
      double[] levels = {
        0.04093079242610173,
        0.25694398255552897,
        0.6161610381748792,
        0.8624599767554656,
        0.9778034923619182
      };
      for (int i = 0; i < points.length; i++) {
        double deviation = Math.sqrt(levels[i] * (1 - levels[i]) / N);
        assertThat(countTo(first, points[i]) / (double) N)
            .isCloseTo(levels[i], within(DEVIATIONS * deviation));
      }
    }
  }

  @Test
  void truncatedNumbersStayWithinTheirBounds() {
    for (double[] bounds :
        new double[][] {{-2, 2}, {0.5, 0.75}, {1e3, 1e3 + 1}, {-1e200, -1e199}, {-40, -39}}) {
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        double[] y =
            RandomKey.of(5)
                .truncatedNormal(TensorType.of(dtype, 1000), bounds[0], bounds[1])
                .eval()
                .toDoubleArray();
        boolean isSingle = dtype == DType.F32;
        double low = isSingle ? (float) bounds[0] : bounds[0];
        double high = isSingle ? (float) bounds[1] : bounds[1];
        assertThat(Arrays.stream(y).allMatch(v -> v >= low && v <= high)).isTrue();
      }
    }
  }

  @Test
  void boundsOfTruncatedNumbersAscend() {
    TensorType type = TensorType.of(DType.F32, 3);
    assertThatThrownBy(() -> RandomKey.of(1).truncatedNormal(type, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("truncatedNormal: the bounds must ascend: 2.0, 2.0");
    assertThatThrownBy(() -> RandomKey.of(1).truncatedNormal(type, Double.NaN, 2))
        .hasMessage("truncatedNormal: the bounds must ascend: NaN, 2.0");
  }
}
