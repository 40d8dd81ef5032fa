// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random numbers: what they depend on, and whether they look like samples of their distribution.
 * The seeds are fixed, so the bounds, five standard deviations and more, are met always or never.
 */
class RandomKeyTests {
  private static final int N = 100_000;
  private static final RandomKey KEY = RandomKey.of(42);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void uniformNumbersAreUniform(DType dtype) {
    double[] u = KEY.uniform(TensorType.of(dtype, N)).eval().toDoubleArray();
    assertThat(Arrays.stream(u).min().orElseThrow()).isNotNegative();
    assertThat(Arrays.stream(u).max().orElseThrow()).isLessThan(1);
    checkMoments(u, 0.5, 1 / 12.0);
    assertThat(kolmogorov(u, x -> x)).isLessThan(5e-3);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void normalNumbersAreNormal(DType dtype) {
    double[] z = KEY.normal(TensorType.of(dtype, N)).eval().toDoubleArray();
    checkMoments(z, 0, 1);
    assertThat(kolmogorov(z, RandomKeyTests::normalDistribution)).isLessThan(5e-3);
    double skew = Arrays.stream(z).map(x -> x * x * x).average().orElseThrow();
    double kurtosis = Arrays.stream(z).map(x -> x * x * x * x).average().orElseThrow();
    assertThat(skew).isCloseTo(0, within(5 * Math.sqrt(15.0 / N)));
    assertThat(kurtosis).isCloseTo(3, within(5 * Math.sqrt(96.0 / N)));
    assertThat(correlation(z, 1)).isCloseTo(0, within(5 / Math.sqrt(N)));
    assertThat(Arrays.stream(z).map(Math::abs).max().orElseThrow()).isBetween(4.0, 6.7);
  }

  @Test
  void uniformNumbersKeepWithinBounds() {
    double[] u = KEY.uniform(TensorType.of(DType.F64, N), -2, 3).eval().toDoubleArray();
    checkMoments(u, 0.5, 25 / 12.0);
    assertThat(Arrays.stream(u).min().orElseThrow()).isBetween(-2.0, -1.99);
    assertThat(Arrays.stream(u).max().orElseThrow()).isBetween(2.99, 3.0);
  }

  @Test
  void everyBitIsSetHalfTheTime() {
    long[] bits = KEY.bits(TensorType.of(DType.I64, N)).eval().toLongArray();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      int place = bit;
      long ones = Arrays.stream(bits).filter(word -> (word >>> place & 1) == 1).count();
      assertThat(ones / (double) N).as("bit " + bit).isCloseTo(0.5, within(2.5 / Math.sqrt(N)));
    }
    assertThat(Arrays.stream(bits).distinct().count()).isEqualTo(N);
  }

  @Test
  void bernoulliHasItsProbability() {
    Expr p = Expr.constant(Tensor.of(0f, 0.25f, 1f)).broadcastTo(N, 3);
    Tensor share = KEY.bernoulli(p).cast(DType.F64).mean(0).eval();
    double deviation = Math.sqrt(0.25 * 0.75 / N);
    assertThat(share.getDouble(0)).isZero();
    assertThat(share.getDouble(1)).isCloseTo(0.25, within(5 * deviation));
    assertThat(share.getDouble(2)).isEqualTo(1);
    double drop = KEY.bernoulli(0.9, Shape.of(N)).cast(DType.F64).mean().eval().item();
    assertThat(drop).isCloseTo(0.9, within(5 * Math.sqrt(0.09 / N)));
  }

  @Test
  void elementDependsOnItsPlaceAlone() {
    float[] large = KEY.normal(TensorType.of(DType.F32, 1000)).eval().toFloatArray();
    for (int size : new int[] {0, 1, 2, 3, 5, 999}) {
      Tensor small = KEY.normal(TensorType.of(DType.F32, size)).eval();
      assertThat(small.toFloatArray()).isEqualTo(Arrays.copyOf(large, size));
    }
    assertThat(KEY.normal(TensorType.of(DType.F32, 10, 100)).eval().toFloatArray())
        .isEqualTo(large);
  }

  @Test
  void keysAndStreamsGiveOtherNumbers() {
    TensorType type = TensorType.of(DType.I32, 500);
    Set<Integer> seen = new HashSet<>();
    int drawn = 0;
    for (long number : new long[] {0, 1, 2, 1L << 32, -1}) {
      for (long seed : new long[] {0, 1, 1L << 32, -1}) {
        Tensor bits = RandomKey.of(seed).stream(number).bits(type).eval();
        Arrays.stream(bits.toIntArray()).forEach(seen::add);
        drawn += type.size();
      }
    }
    // Of 10,000 words of 32 bits, 0.01 pairs are expected to be equal by chance.
    assertThat(seen.size()).isGreaterThanOrEqualTo(drawn - 2);
  }

  @Test
  void updatedStateGivesNewNumbersAtEveryRun() {
    State key = State.of("key", Tensor.scalar(7L));
    Expr noise = RandomKey.of(key).stream(1).normal(TensorType.of(DType.F32, 4));
    Program program = Program.compile(List.of(), List.of(noise), Map.of(key, key.add(1)));
    Tensor first = program.run().getFirst();
    Tensor second = program.run().getFirst();
    assertThat(second).isNotEqualTo(first);
    key.set(Tensor.scalar(7L));
    assertThat(program.run()).containsExactly(first);
    RandomKey fixed = RandomKey.of(8).stream(1);
    assertThat(fixed.normal(TensorType.of(DType.F32, 4)).eval()).isEqualTo(second);
  }

  private static void checkMoments(double[] x, double mean, double variance) {
    double average = Arrays.stream(x).average().orElseThrow();
    double spread = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    assertThat(average).isCloseTo(mean, within(5 * Math.sqrt(variance / x.length)));
    assertThat(spread).isCloseTo(variance, within(10 * variance / Math.sqrt(x.length)));
  }

  private static double correlation(double[] x, int lag) {
    double sum = 0;
    for (int i = lag; i < x.length; i++) {
      sum += x[i] * x[i - lag];
    }
    return sum / (x.length - lag);
  }

  /** Returns the largest distance of the empirical distribution from the one meant. */
  private static double kolmogorov(double[] x, DoubleUnaryOperator distribution) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = distribution.applyAsDouble(sorted[i]);
      distance = Math.max(distance, Math.abs(p - i / (double) sorted.length));
      distance = Math.max(distance, Math.abs(p - (i + 1) / (double) sorted.length));
    }
    return distance;
  }

  /** Returns the normal distribution function by its series around 0 (Marsaglia, 2004). */
  private static double normalDistribution(double x) {
    double sum = x;
    double term = x;
    for (int k = 3; k < 200; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
