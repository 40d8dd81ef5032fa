// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Matrices on which factorisations may fail, and products of matrices, written in the obvious way.
 */
final class HardMatrices {
  private static final double EPSILON = 0x1p-52;

  private HardMatrices() {}

  /** An element by its place. */
  @FunctionalInterface
  interface Element {
    double at(int i, int j);
  }

  static Tensor of(int rows, int columns, Element element) {
    double[] x = new double[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = element.at(i / columns, i % columns);
    }
    return Tensor.of(DType.F64, Shape.of(rows, columns), x);
  }

  static Tensor identity(int n) {
    return of(n, n, (i, j) -> i == j ? 1 : 0);
  }

  static Tensor random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(rows, columns, (i, j) -> random.nextDouble(-1, 1));
  }

  /** Returns an element. */
  static double at(Tensor x, int i, int j) {
    return x.buffer().getDouble(i * x.shape().dim(1) + j);
  }

  static Tensor scaled(Tensor x, int exponent) {
    return of(rows(x), columns(x), (i, j) -> Math.scalb(at(x, i, j), exponent));
  }

  static Tensor transposed(Tensor x) {
    return of(columns(x), rows(x), (i, j) -> at(x, j, i));
  }

  static Tensor symmetric(Tensor x) {
    return of(rows(x), rows(x), (i, j) -> at(x, i, j) / 2 + at(x, j, i) / 2);
  }

  static Tensor diagonal(Tensor values) {
    int n = values.size();
    return of(n, n, (i, j) -> i == j ? values.buffer().getDouble(i) : 0);
  }

  static Tensor product(Tensor a, Tensor b) {
    return of(
        rows(a),
        columns(b),
        (i, j) -> {
          double sum = 0;
          for (int k = 0; k < rows(b); k++) {
            sum += at(a, i, k) * at(b, k, j);
          }
          return sum;
        });
  }

  static int rows(Tensor x) {
    return x.shape().dim(0);
  }

  static int columns(Tensor x) {
    return x.shape().dim(1);
  }

  /** Returns the largest magnitude of an element. */
  static double largest(Tensor x) {
    double max = 0;
    for (double v : x.toDoubleArray()) {
      max = Math.max(max, Math.abs(v));
    }
    return max;
  }

  /** Returns the Frobenius norm, also of numbers whose squares overflow or vanish. */
  static double norm(Tensor x) {
    double max = largest(x);
    double sum = 0;
    for (double v : x.toDoubleArray()) {
      sum += max == 0 ? 0 : v / max * (v / max);
    }
    return max * Math.sqrt(sum);
  }

  /** Checks that each element is within {@code 4·n·ε} of a size of what it should be. */
  static void near(Tensor actual, Tensor expected, double size) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double n = Math.max(rows(expected), columns(expected));
    for (int i = 0; i < expected.size(); i++) {
      double want = expected.buffer().getDouble(i);
      double got = actual.buffer().getDouble(i);
      // Beside the size, as errors of the tiniest numbers would be rounded away.
      double error = size == 0 ? got - want : Math.abs(got / size - want / size);
      assertThat(error).as("element %s", i).isLessThanOrEqualTo(4 * n * EPSILON);
    }
  }

  /** Checks that columns are orthonormal within {@code 4·m·ε}, of {@code m} rows. */
  static void columnsAreOrthonormal(Tensor q) {
    int n = columns(q);
    near(product(transposed(q), q), identity(n), Math.max(2, rows(q)) / (double) Math.max(1, n));
  }

  /** Returns a test of each matrix. */
  static Stream<DynamicTest> all(Consumer<Tensor> check) {
    Map<String, Tensor> matrices = square();
    matrices.put("tall", random(30, 7, 7));
    matrices.put("wide", random(7, 30, 8));
    matrices.put("column", random(9, 1, 9));
    matrices.put("row", random(1, 9, 10));
    matrices.put("tall of rank 2", product(random(30, 2, 11), random(2, 8, 12)));
    matrices.put("wide zeros", of(3, 8, (i, j) -> 0));
    matrices.put("no rows", of(0, 3, (i, j) -> 0));
    return tests(matrices, check);
  }

  /** Returns a test of each matrix that is square. */
  static Stream<DynamicTest> allSquare(Consumer<Tensor> check) {
    return tests(square(), check);
  }

  private static Stream<DynamicTest> tests(Map<String, Tensor> matrices, Consumer<Tensor> check) {
    return matrices.entrySet().stream()
        .map(m -> DynamicTest.dynamicTest(m.getKey(), () -> check.accept(m.getValue())));
  }

  private static Map<String, Tensor> square() {
    Map<String, Tensor> m = new LinkedHashMap<>();
    m.put("0 × 0", identity(0));
    m.put("1 × 1", of(1, 1, (i, j) -> -3));
    m.put("zeros", of(4, 4, (i, j) -> 0));
    m.put("ones", of(5, 5, (i, j) -> 1));
    m.put("identity", identity(6));
    m.put("Hilbert", of(10, 10, (i, j) -> 1.0 / (i + j + 1)));
    m.put("Wilkinson", of(21, 21, HardMatrices::wilkinson));
    m.put("graded", of(12, 12, (i, j) -> Math.scalb(1.0 + (7 * i + 3 * j) % 5, -4 * (i + j))));
    m.put("rising", of(12, 12, (i, j) -> Math.scalb(1.0 + (7 * i + 3 * j) % 5, 4 * (i + j))));
    m.put("nilpotent", of(7, 7, (i, j) -> j == i + 1 ? 1 : 0));
    m.put("huge", scaled(random(9, 9, 1), 1020));
    m.put("tiny", scaled(random(9, 9, 2), -1000));
    m.put("random", random(33, 33, 3));
    m.put("larger", random(100, 100, 4));
    m.put("of rank 3", product(random(20, 3, 5), random(3, 20, 6)));
    return m;
  }

  /** Wilkinson's matrix W21⁺, whose largest eigenvalues agree in fourteen digits. */
  private static double wilkinson(int i, int j) {
    return i == j ? Math.abs(i - 10) : Math.abs(i - j) == 1 ? 1 : 0;
  }
}
