// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random places, counts, orders and choices, what becomes of bad parameters, and that streams do
 * not depend on each other. Six standard deviations are allowed, which a right method exceeds once
 * in five hundred million times.
 */
class RandomChoiceTests {
  private static final int N = 100_000;
  private static final RandomKey KEY = RandomKey.of(2024);

  private static void assertShare(long count, long of, double p) {
    assertThat(count / (double) of).isCloseTo(p, within(6 * Math.sqrt(p * (1 - p) / of)));
  }

  private static Expr vector(double... values) {
    return Expr.constant(Tensor.of(values));
  }

  @Test
  void placesAreDrawnWithTheirProbabilities() {
    Expr logits =
        vector(0, StrictMath.log(3), Double.NEGATIVE_INFINITY, StrictMath.log(6) + 100)
            .sub(vector(0, 0, 0, 100));
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Expr lines = logits.cast(dtype).broadcastTo(N, 4);
      int[] along = KEY.categorical(lines, -1).eval().toIntArray();
      int[] across = KEY.stream(3).categorical(lines.transpose(0, 1), 0).eval().toIntArray();
      for (int[] places : List.of(along, across)) {
        assertThat(places).hasSize(N);
        assertShare(Arrays.stream(places).filter(i -> i == 0).count(), N, 0.1);
        assertShare(Arrays.stream(places).filter(i -> i == 1).count(), N, 0.3);
        assertThat(Arrays.stream(places).filter(i -> i == 2).count()).isZero();
        assertShare(Arrays.stream(places).filter(i -> i == 3).count(), N, 0.6);
      }
    }
  }

  @Test
  void countsOfDrawsAddUpAndHaveTheirMeansAndVariances() {
    double[] weights = {2, 0, 1, 4, 1};
    for (int draws : new int[] {0, 1, 30, 1_000_000}) {
      Tensor drawn =
          KEY.multinomial(draws, vector(weights).reshape(5, 1).broadcastTo(5, 5_000), 0).eval();
      double[] counts = drawn.toDoubleArray();
      assertThat(drawn.type()).isEqualTo(TensorType.of(DType.F64, 5, 5_000));
      for (int line = 0; line < 5_000; line++) {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
          sum += counts[i * 5_000 + line];
        }
        assertThat(sum).isEqualTo(draws);
      }
      for (int i = 0; i < 5; i++) {
        double p = weights[i] / 8;
        double mean = 0;
        double spread = 0;
        for (int line = 0; line < 5_000; line++) {
          double count = counts[i * 5_000 + line];
          mean += count / 5_000;
          spread += (count - draws * p) * (count - draws * p) / 5_000;
        }
        double variance = draws * p * (1 - p);
        assertThat(mean).isCloseTo(draws * p, within(6 * Math.sqrt(variance / 5_000)));
        if (draws > 1 && p > 0) {
          assertThat(spread).isCloseTo(variance, within(6 * variance * Math.sqrt(2.1 / 5_000)));
        }
      }
    }
  }

  @Test
  void linesWithoutProbabilitiesHaveNoCounts() {
    double[][] lines = {
      {1, -1, 3}, {0, 0, 0}, {1, Double.NaN, 1}, {1, Double.POSITIVE_INFINITY, 1}, {0, 0, 2}
    };
    Tensor y = KEY.multinomial(7, Expr.constant(Tensor.nested(lines)), 1).eval();
    double nan = Double.NaN;
    assertThat(y.toDoubleArray())
        .containsExactly(nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, 0, 0, 7);
  }

  @Test
  void badParametersGiveNoNumbers() {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    Expr bad = vector(-1, nan);
    assertThat(KEY.poisson(vector(0, inf, -1, nan)).eval().toDoubleArray())
        .containsExactly(0, inf, nan, nan);
    assertThat(
            KEY.binomial(vector(0, 3, 3, 2.5, -1, inf), vector(0.5, 1, 0, 0.5, 0.5, 0.5))
                .eval()
                .toDoubleArray())
        .containsExactly(0, 3, 0, nan, nan, nan);
    assertThat(KEY.binomial(vector(5, 5), vector(1.1, nan)).eval().toDoubleArray())
        .containsExactly(nan, nan);
    assertThat(KEY.gamma(vector(0, inf, -1, nan)).eval().toDoubleArray())
        .containsExactly(0, inf, nan, nan);
    assertThat(KEY.logGamma(vector(0, -1)).eval().toDoubleArray()).containsExactly(-inf, nan);
    for (Expr y :
        List.of(
            KEY.exponential(bad),
            KEY.gamma(vector(1, 1), bad),
            KEY.normal(vector(0, 0), bad),
            KEY.laplace(vector(0, 0), bad),
            KEY.gumbel(vector(0, 0), bad),
            KEY.beta(vector(1, 1), bad),
            KEY.beta(bad, vector(1, 1)))) {
      assertThat(y.eval().toDoubleArray()).containsExactly(nan, nan);
    }
    assertThat(KEY.dirichlet(vector(0, 1, 0), 0).eval().toDoubleArray()).containsExactly(0, 1, 0);
  }

  @Test
  void extremeParametersGiveFiniteNumbers() {
    Expr extreme = vector(Double.MIN_VALUE, 1e-300, 1e-20, 1e20, 1e200, 1e300);
    Expr normal = extreme.maximum(1e-300);
    for (Expr y : List.of(KEY.poisson(extreme), KEY.gamma(extreme), KEY.beta(normal, normal))) {
      assertThat(
              Arrays.stream(y.eval().toDoubleArray())
                  .allMatch(v -> v >= 0 && v < Double.POSITIVE_INFINITY))
          .isTrue();
    }
    double[] large = KEY.poisson(vector(1e20, 1e200)).eval().toDoubleArray();
    assertThat(large[0]).isCloseTo(1e20, within(6e10));
    assertThat(large[1]).isCloseTo(1e200, within(1e186));
    double[] logs = KEY.logGamma(vector(1e-3, 1e-6)).eval().toDoubleArray();
    assertThat(Arrays.stream(logs).allMatch(v -> v < 0 && v > Double.NEGATIVE_INFINITY)).isTrue();
  }

  @Test
  void parametersAreBroadcast() {
    Expr row = vector(1, 2, 3);
    Expr column = vector(1, 2).reshape(2, 1);
    for (Expr y :
        List.of(
            KEY.normal(row, column),
            KEY.laplace(row, column),
            KEY.gumbel(row, column),
            KEY.gamma(row, column),
            KEY.beta(row, column))) {
      assertThat(y.type()).isEqualTo(TensorType.of(DType.F64, 2, 3));
      assertThat(y.eval().toDoubleArray()).doesNotHaveDuplicates().hasSize(6);
    }
    assertThat(KEY.binomial(row, column.mul(0.5)).slice(0, 1, 2).eval().toDoubleArray())
        .containsExactly(1, 2, 3);
  }

  @Test
  void parametersOfOtherShapesAndTypesAreErrors() {
    Expr two = vector(1, 2);
    Expr three = vector(1, 2, 3);
    assertThatThrownBy(() -> KEY.gamma(two, three))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("gamma: ")
        .hasMessageContainingAll("[2]", "[3]");
    assertThatThrownBy(() -> KEY.beta(two, three)).hasMessageStartingWith("beta: ");
    assertThatThrownBy(() -> KEY.binomial(two, three)).hasMessageStartingWith("binomial: ");
    assertThatThrownBy(() -> KEY.poisson(two.cast(DType.I32)))
        .hasMessage(
            "poisson: takes a key i64[] and rates of one floating type, got [i64[], i32[2]]");
    assertThatThrownBy(() -> KEY.multinomial(-1, two, 0))
        .hasMessage("multinomial: the number of draws must not be negative: -1");
  }

  @Test
  void ordersAreEquallyProbable() {
    int[] counts = new int[24];
    int runs = 24_000;
    Expr key = Expr.input("key", TensorType.of(DType.I64));
    Program program = Program.compile(List.of(key), List.of(RandomKey.of(key).permutation(4)));
    for (long i = 0; i < runs; i++) {
      int[] order = program.run(List.of(Tensor.scalar(i))).getFirst().toIntArray();
      assertThat(Arrays.stream(order).sorted().toArray()).containsExactly(0, 1, 2, 3);
      int number = 0;
      for (int j = 0; j < 4; j++) {
        int smaller = 0;
        for (int k = j + 1; k < 4; k++) {
          smaller += order[k] < order[j] ? 1 : 0;
        }
        number = number * (4 - j) + smaller;
      }
      counts[number]++;
    }
    for (int count : counts) {
      assertShare(count, runs, 1 / 24.0);
    }
  }

  @Test
  void permutationMovesWholeSlices() {
    Expr x = Expr.constant(Tensor.of(IntStream.range(0, 20).toArray())).reshape(2, 10);
    int[] y = KEY.permutation(x, -1).eval().toIntArray();
    int[] order = KEY.permutation(10).eval().toIntArray();
    for (int i = 0; i < 10; i++) {
      assertThat(y[i]).isEqualTo(order[i]);
      assertThat(y[10 + i]).isEqualTo(10 + order[i]);
    }
    assertThat(KEY.permutation(0).eval().size()).isZero();
  }

  @Test
  void choicesWithReplacementHaveTheirProbabilities() {
    int[] even = KEY.choice(3, N, true).eval().toIntArray();
    int[] weighted = KEY.choice(vector(1, 0, 3, 0), N, true).eval().toIntArray();
    for (int i = 0; i < 3; i++) {
      int place = i;
      assertShare(Arrays.stream(even).filter(v -> v == place).count(), N, 1 / 3.0);
    }
    assertShare(Arrays.stream(weighted).filter(v -> v == 0).count(), N, 0.25);
    assertThat(Arrays.stream(weighted).allMatch(v -> v == 0 || v == 2)).isTrue();
  }

  @Test
  void choicesWithoutReplacementAreOneAfterTheOther() {
    int runs = 20_000;
    int[][] counts = new int[4][4];
    Expr key = Expr.input("key", TensorType.of(DType.I64));
    Expr drawn = RandomKey.of(key).choice(vector(1, 2, 0, 5), 2, false);
    Program program = Program.compile(List.of(key), List.of(drawn));
    for (long i = 0; i < runs; i++) {
      int[] two = program.run(List.of(Tensor.scalar(i))).getFirst().toIntArray();
      counts[two[0]][two[1]]++;
    }
    // The first with its weight of 8, the second with its weight of what is left
    assertShare(counts[0][1], runs, 1 / 8.0 * 2 / 7);
    assertShare(counts[1][0], runs, 2 / 8.0 * 1 / 6);
    assertShare(counts[3][1], runs, 5 / 8.0 * 2 / 3);
    assertShare(counts[1][3], runs, 2 / 8.0 * 5 / 6);
    assertThat(counts[2]).containsOnly(0);
    int[] all = KEY.choice(vector(1, 0, 2), 3, false).eval().toIntArray();
    assertThat(all[2]).isEqualTo(1);
    assertThat(KEY.choice(9, 9, false).eval().toIntArray())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void choicesFromTooFewAreErrors() {
    assertThatThrownBy(() -> KEY.choice(3, 4, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("choice: 4 of 3 without replacement");
    assertThatThrownBy(() -> KEY.choice(0, 1, true)).hasMessage("choice: 1 of 0 with replacement");
    assertThatThrownBy(() -> KEY.choice(vector(1, 2), 3, false))
        .hasMessage("choice: 3 of 2 without replacement");
    assertThatThrownBy(() -> KEY.choice(vector(1, 2).reshape(2, 1), 1, false))
        .hasMessage("choice: the weights must be a floating vector, got f64[2, 1]");
  }

  @Test
  void streamsKeysAndElementsAreUncorrelated() {
    TensorType type = TensorType.of(DType.F64, N);
    Expr shapes = Expr.full(type, 1.5);
    double[] base = KEY.gamma(shapes).eval().toDoubleArray();
    double[] stream = KEY.stream(1).gamma(shapes).eval().toDoubleArray();
    double[] key = RandomKey.of(2025).gamma(shapes).eval().toDoubleArray();
    for (double[] other : List.of(stream, key, shifted(base))) {
      double sum = 0;
      for (int i = 0; i < N; i++) {
        sum += (base[i] - 1.5) * (other[i] - 1.5) / 1.5;
      }
      assertThat(sum / N).isCloseTo(0, within(6 / Math.sqrt(N)));
    }
  }

  private static double[] shifted(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[(i + 1) % x.length];
    }
    return y;
  }

  @Test
  void elementsDependOnTheirPlaceAlone() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Expr many = Expr.full(TensorType.of(dtype, 5000), 0.7);
      Expr few = Expr.full(TensorType.of(dtype, 3), 0.7);
      assertThat(KEY.gamma(few).eval()).isEqualTo(KEY.gamma(many).slice(0, 0, 3).eval());
      assertThat(KEY.poisson(few).eval()).isEqualTo(KEY.poisson(many).slice(0, 0, 3).eval());
    }
  }
}
