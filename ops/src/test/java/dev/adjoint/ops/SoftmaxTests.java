// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What programs make of the softmax and its kin: how far off they are, and always as far. */
class SoftmaxTests {
  private static final double U = 0x1p-24;

  /** Returns lines of numbers from narrow to so wide that most probabilities vanish. */
  private static Tensor lines(DType dtype, int lines, int length) {
    SplittableRandom random = new SplittableRandom(length);
    double[] x = new double[lines * length];
    for (int i = 0; i < x.length; i++) {
      double spread = Math.scalb(1.0, i / length % 12 - 4);
      x[i] = spread * random.nextGaussian() + (i / length % 3 - 1) * 10 * spread;
    }
    return Tensor.of(x).cast(dtype).reshape(Shape.of(lines, length));
  }

  /** Returns the three functions of a value, the axis dropped by the last one. */
  private static List<Expr> functions(Expr x, int axis) {
    return List.of(x.softmax(axis), x.logSoftmax(axis), x.logSumExp(axis));
  }

  private static List<Tensor> run(Tensor x, int axis, CompileOptions options) {
    Expr input = Expr.input("x", x.type());
    return Program.compile(List.of(input), functions(input, axis), Map.of(), options).run(x);
  }

  /** Against the same in doubles, next to which the error of a double is nothing. */
  @Test
  void floatsAreOffByNoMoreThanStated() {
    for (int n : new int[] {1, 2, 15, 16, 17, 64, 1000, 5000}) {
      Tensor x = lines(DType.F32, 24, n);
      List<Tensor> y = run(x, 1, CompileOptions.defaults());
      List<Tensor> exact = run(x.cast(DType.F64), 1, CompileOptions.defaults().without("expand"));
      double common = n / 16.0;
      for (int i = 0; i < x.size(); i++) {
        double logSum = at(exact.get(2), i / n);
        double log = at(exact.get(1), i);
        double d = -log; // Not below max x − x.
        double p = at(exact.get(0), i);
        isWithin(y.get(0), i, p, (d + Math.log(n) + common + 10) * p * U + Float.MIN_VALUE);
        isWithin(y.get(1), i, log, (2 * d + 4 * Math.log(n) + common + 8) * U);
        double sumError = (Math.abs(logSum) + 4 * Math.log(n) + common + 8) * U;
        isWithin(y.get(2), i / n, logSum, sumError);
      }
    }
  }

  private static double at(Tensor x, int index) {
    return x.buffer().getDouble(index);
  }

  private static void isWithin(Tensor actual, int index, double expected, double slack) {
    assertThat(Math.abs(at(actual, index) - expected))
        .as("element %s of %s: %s for %s", index, actual.type(), at(actual, index), expected)
        .isLessThanOrEqualTo(slack);
  }

  @Test
  void whatIsNotFiniteIsTheSameInterpretedAndCompiled() {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    double[][] lines = {
      {-inf, -inf, -inf},
      {-inf, 1, -inf},
      {inf, 1, 100},
      {inf, -inf, 0},
      {inf, inf, 0},
      {nan, 1, 2},
      {nan, -inf, inf},
      {1e38, -1e38, 1e38},
      {-3e38, -3e38, 3e38},
      {0.0, -0.0, 1e-45},
    };
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (double[] line : lines) {
        Tensor x = Tensor.of(line).cast(dtype);
        var both = Evaluation.both(List.of(x), in -> functions(in.getFirst(), 0));
        for (int f = 0; f < 3; f++) {
          double[] expected = both.getFirst().get(f).toDoubleArray();
          double[] actual = both.getLast().get(f).toDoubleArray();
          for (int i = 0; i < expected.length; i++) {
            double slack = Math.abs(expected[i]) * 0x1p-22;
            boolean same =
                Double.isFinite(expected[i])
                    ? Math.abs(actual[i] - expected[i]) <= slack
                    : Double.compare(actual[i], expected[i]) == 0;
            assertThat(same)
                .as("%s: function %s gives %s, should be %s", x, f, actual[i], expected[i])
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void noProbabilitiesFitALineWithoutAnyOrWithInfinity() {
    for (Tensor x :
        List.of(
            Tensor.of(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY),
            Tensor.of(Float.POSITIVE_INFINITY, 100f))) {
      List<Tensor> y = run(x, 0, CompileOptions.defaults());
      assertThat(y.get(0)).isEqualTo(Tensor.of(Float.NaN, Float.NaN));
      assertThat(y.get(1)).isEqualTo(Tensor.of(Float.NaN, Float.NaN));
      assertThat(y.get(2)).isEqualTo(Tensor.scalar(x.buffer().f32()[0]));
    }
  }

  @Test
  void linesWithoutElementsHaveNoLargest() {
    List<Tensor> y = run(Tensor.zeros(DType.F32, Shape.of(2, 0)), 1, CompileOptions.defaults());
    assertThat(y.get(0)).isEqualTo(Tensor.zeros(DType.F32, Shape.of(2, 0)));
    assertThat(y.get(1)).isEqualTo(Tensor.zeros(DType.F32, Shape.of(2, 0)));
    assertThat(y.get(2).toFloatArray())
        .containsExactly(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void bitsDependNeitherOnThreadsNorOnVectors() {
    CompileOptions options = CompileOptions.defaults();
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (int n : new int[] {3, 64, 130, 5000}) {
        Tensor x = lines(dtype, 70, n);
        List<Tensor> expected = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
          expected.addAll(run(x, axis, options));
        }
        for (String width : List.of("128", "256", "512", "off")) {
          System.setProperty("adjoint.vector", width);
          try {
            assertThat(run(x, 0, options)).as(width).isEqualTo(expected.subList(0, 3));
            assertThat(run(x, 1, options)).as(width).isEqualTo(expected.subList(3, 6));
          } finally {
            System.clearProperty("adjoint.vector");
          }
        }
        for (int threads : new int[] {1, 2, 3, 8}) {
          CompileOptions shared = options.withWorkers(WorkerPool.of(threads));
          assertThat(run(x, 0, shared)).as("%s threads", threads).isEqualTo(expected.subList(0, 3));
          assertThat(run(x, 1, shared)).as("%s threads", threads).isEqualTo(expected.subList(3, 6));
        }
      }
    }
  }
}
