// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.index.ScatterAdd;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.MaxUnpool;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The error of long sums grows with the length of a block and the logarithm of their number. A sum
 * of equal terms is the hardest: most of its roundings go the same way. Bounds in {@code u = 2⁻²⁴}
 * follow from the orders: half a unit for each addition one after the other that a term can meet.
 */
class SumAccuracyTests {
  private static final int MANY = 1_000_000;
  private static final double U = 0x1p-24;

  /** Chains of 128, and sums of eight in five levels. */
  private static final double PRODUCT = (128 + 5 * 7) / 2.0 * U;

  /** Rows in blocks of 64, and sums of eight in five levels. */
  private static final double ROWS = (64 + 5 * 7) / 2.0 * U;

  /**
   * Stretches of 32 a lane, four levels of lanes, eight of them, and sums of eight in three levels.
   */
  private static final double LANES = (32 + 4 + 7 + 3 * 7) / 2.0 * U;

  private static Tensor constant(double value, int... dims) {
    return filled(_ -> value, dims);
  }

  private static Tensor random(int seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    return filled(_ -> random.nextDouble(), dims);
  }

  private static Tensor filled(IntToDoubleFunction value, int... dims) {
    Shape shape = Shape.of(dims);
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) value.applyAsDouble(i);
    }
    return Tensor.over(shape, Buffer.wrap(DType.F32, elements, 0, elements.length));
  }

  private static Tensor run(Function<List<Expr>, Expr> function, Tensor... inputs) {
    return Evaluation.compiled(List.of(inputs), x -> List.of(function.apply(x))).getFirst();
  }

  private static void assertNear(Tensor actual, double expected, double relative) {
    for (int i = 0; i < actual.size(); i++) {
      double error = Math.abs(actual.buffer().getDouble(i) - expected) / Math.abs(expected);
      assertThat(error).as("element %s: %s", i, expected).isLessThanOrEqualTo(relative);
    }
  }

  /** Returns a bound, or that which others reach for the sum of a tenth. */
  private static double bound(double value, double bound, double ofTenths) {
    return value == 0.1 ? ofTenths : bound;
  }

  @Test
  void productOfOnesCountsThem() {
    int n = 20_000_000;
    Tensor dot = run(x -> x.getFirst().reshape(1, n).matmul(x.getFirst()), constant(1, n, 1));
    assertThat(dot.buffer().getDouble(0)).isEqualTo(n);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "1, 9", "5, 1", "16, 16"})
  void longProductsDoNotDrift(int m, int n) {
    double[] values = m * n > 16 ? new double[] {.1} : new double[] {.1, .3, 1 / 3.0, 1.1};
    for (double value : values) {
      double exact = (double) (float) value * (float) value * MANY;
      Tensor a = constant(value, m, MANY);
      Tensor b = constant(value, n, MANY);
      Tensor y = run(x -> x.get(0).matmul(x.get(1).transpose(1, 0)), a, b);
      assertNear(y, exact, bound(value, PRODUCT, 7.5e-7));
    }
  }

  /** As the weights of a dense layer have it for a long batch. */
  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "16, 16"})
  void longProductsOfColumnsDoNotDrift(int m, int n) {
    Tensor a = constant(.1, MANY, m);
    double exact = (double) .1f * .1f * MANY;
    assertNear(
        run(x -> x.get(0).transpose(1, 0).matmul(x.get(1)), a, constant(.1, MANY, n)),
        exact,
        7.5e-7);
    Tensor b = random(1, MANY, n);
    Tensor y = run(x -> x.get(0).transpose(1, 0).matmul(x.get(1)), random(2, MANY, m), b);
    double sum = 0;
    Tensor c = random(2, MANY, m);
    for (int p = 0; p < MANY; p++) {
      sum += c.buffer().getDouble(p * m) * b.buffer().getDouble(p * n);
    }
    assertThat(y.buffer().getDouble(0) / sum - 1).isBetween(-3e-7, 3e-7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {.1, .3, 1 / 3.0, 1.1})
  void longSumsDoNotDrift(double value) {
    double exact = (double) (float) value * MANY;
    double lanes = bound(value, LANES, 5.6e-7);
    double rows = bound(value, ROWS, 5.6e-7);
    assertNear(run(x -> x.getFirst().sum(), constant(value, MANY)), exact, lanes);
    assertNear(run(x -> x.getFirst().sum(1), constant(value, 2, MANY)), exact, lanes);
    assertNear(run(x -> x.getFirst().sum(0), constant(value, MANY, 4)), exact, rows);
    assertNear(run(x -> x.getFirst().sum(1), constant(value, 2, MANY, 3)), exact, rows);
    assertNear(run(x -> x.getFirst().sum(0, 2), constant(value, 1000, 2, 1000)), exact, lanes);
    assertNear(run(x -> x.getFirst().sum(0, 2), constant(value, MANY / 5, 3, 5)), exact, rows);
    assertNear(run(x -> x.getFirst().sum(0, 2), constant(value, 1000, 2, 1000, 3)), exact, rows);
    assertNear(run(x -> x.getFirst().mean(0), constant(value, MANY, 4)), exact / MANY, rows + U);
    // The same with something to fuse.
    assertNear(run(x -> x.getFirst().neg().sum(), constant(value, MANY)), -exact, lanes);
    assertNear(run(x -> x.getFirst().neg().sum(0), constant(value, MANY, 4)), -exact, rows);
  }

  @Test
  void sumsOfExponentialsDoNotDrift() {
    Tensor x = constant(.1, 2, MANY);
    double exact = (double) .1f + Math.log(MANY);
    assertNear(run(e -> e.getFirst().logSumExp(1), x), exact, 2 * U);
    assertNear(run(e -> e.getFirst().softmax(1), x), 1.0 / MANY, LANES + 2 * U);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32})
  void gradientsOfFiltersDoNotDrift(int channels) {
    int batch = channels == 32 ? 8 : 60;
    Tensor x = constant(.1, batch, channels, 130, 130);
    Tensor dy = constant(.1, batch, channels, 128, 128);
    checkFilter(Shape.of(3, 3), x, dy, batch * 128 * 128, 1.5e-6);
    // Many images of few places.
    int images = MANY / 4 / channels;
    Tensor small = constant(.1, images, channels, 2, 2);
    checkFilter(Shape.of(1, 1), small, small, images * 4, 7.5e-7);
  }

  private static void checkFilter(Shape window, Tensor x, Tensor dy, int terms, double bound) {
    ConvFilterGradient op = new ConvFilterGradient(WindowOptions.over(2), 1, window);
    Tensor dw = run(inputs -> Expr.apply(op, inputs), x, dy);
    assertNear(dw, (double) .1f * .1f * terms, bound);
  }

  @Test
  void manyUpdatesOfOneSliceDoNotDrift() {
    Tensor x = constant(0, 3, 2);
    Tensor index = Tensor.full(DType.I32, Shape.of(MANY), 1);
    Tensor y = run(e -> Expr.apply(new ScatterAdd(0), e), x, index, constant(.1, MANY, 2));
    double exact = (double) .1f * MANY;
    for (int i = 0; i < 6; i++) {
      double expected = i / 2 == 1 ? exact : 0;
      assertThat(y.buffer().getDouble(i))
          .isBetween(expected * (1 - 1.1e-6), expected * (1 + 1.1e-6));
    }
    Tensor positions = Tensor.zeros(DType.I32, Shape.of(1, 2, MANY));
    MaxUnpool unpool = new MaxUnpool(Shape.of(3));
    Tensor z = run(e -> Expr.apply(unpool, e), constant(.1, 1, 2, MANY), positions);
    assertThat(z.buffer().getDouble(0) / exact - 1).isBetween(-1.1e-6, 1.1e-6);
    assertThat(z.buffer().getDouble(3) / exact - 1).isBetween(-1.1e-6, 1.1e-6);
    assertThat(z.buffer().getDouble(1)).isZero();
  }

  @Test
  void meansUnderLargeWindowsDoNotDrift() {
    Shape window = Shape.of(299, 299);
    AvgPool pool = new AvgPool(window, WindowOptions.over(2), true);
    assertNear(run(e -> Expr.apply(pool, e), constant(.1, 1, 2, 300, 300)), .1f, 1.1e-6);
    AvgPool padded = new AvgPool(window, WindowOptions.over(2).padding(1), false);
    assertNear(run(e -> Expr.apply(padded, e), constant(.1, 1, 1, 300, 300)), .1f, 1.1e-6);
  }

  /** The interpreter states the orders plainly. */
  @Test
  void compiledSumsHaveTheInterpretersBits() {
    int[] lengths = {63, 64, 65, 200, 511, 512, 513, 530, 600, 1_024, 2_050, 4_096, 4_097, 40_000};
    for (int n : lengths) {
      check(x -> x.getFirst().sum(), random(1, n));
      check(x -> x.getFirst().sum(0), random(2, n, 3));
      check(x -> x.getFirst().mean(1), random(3, 2, n, 2));
      check(x -> x.getFirst().sum(0, 2), random(4, 2, 3, n));
      check(x -> x.getFirst().sum(0, 2), random(5, n, 2, 3));
      check(x -> x.getFirst().sum(0, 2), random(6, 5, 2, n, 2));
      check(x -> x.get(0).matmul(x.get(1)), random(7, 2, n), random(8, n, 3));
      check(x -> x.get(0).matmul(x.get(1)), random(7, 1, n), random(8, n, 2));
    }
    AvgPool pool = new AvgPool(Shape.of(41, 30), WindowOptions.over(2).padding(2), true);
    check(x -> Expr.apply(pool, x), random(9, 1, 2, 42, 33));
    AvgPool inside =
        new AvgPool(Shape.of(13, 12), WindowOptions.over(2).stride(2).padding(1), false);
    check(x -> Expr.apply(inside, x), random(9, 1, 2, 20, 23));
    check(
        x -> inside.vjp(List.of(x.get(0)), x.get(1), x.get(1)).getFirst(),
        random(9, 1, 2, 20, 23),
        random(9, 1, 2, 5, 7));
  }

  private static void check(Function<List<Expr>, Expr> function, Tensor... inputs) {
    Evaluation.evaluate(List.of(inputs), x -> List.of(function.apply(x)));
  }
}
