// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Fft.Complex;
import dev.adjoint.ops.Fft.Norm;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fourier transforms: figures of NumPy, sums computed directly, and what must hold exactly. */
class FftTests {
  @TestFactory
  Stream<DynamicTest> transformsAreThoseOfNumPy() {
    return GoldenFile.read("fft.txt").stream()
        .flatMap(golden ->
            Stream.of(DType.F32, DType.F64)
                .map(dtype ->
                    DynamicTest.dynamicTest(golden + " " + dtype, () -> check(golden, dtype))));
  }

  private static void check(GoldenFile.Case golden, DType dtype) {
    List<Expr> x = golden.inputs().stream().map(t -> Expr.constant(t.cast(dtype))).toList();
    List<String> words = Splitter.on(' ').splitToList(golden.key());
    List<Expr> y = apply(words, x);
    assertThat(y).hasSameSizeAs(golden.outputs());
    double largest = 0;
    for (Tensor t : golden.outputs()) {
      for (double v : t.toDoubleArray()) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    double unit = dtype == DType.F32 ? 0x1p-24 : 0x1p-53;
    for (int i = 0; i < y.size(); i++) {
      Tensor expected = golden.outputs().get(i);
      Tensor found = y.get(i).eval();
      assertThat(found.type()).isEqualTo(expected.type().withDtype(dtype));
      double[] values = found.toDoubleArray();
      double[] figures = expected.toDoubleArray();
      for (int j = 0; j < figures.length; j++) {
        // In F32 the inputs are rounded too
        assertThat(values[j]).isCloseTo(figures[j], within(8 * unit * largest));
      }
    }
  }

  private static List<Expr> apply(List<String> words, List<Expr> x) {
    Complex z = x.size() == 2 ? new Complex(x.get(0), x.get(1)) : Complex.of(x.getFirst());
    String option = words.size() > 1 ? words.get(1) : "";
    int axis = option.equals("axis") ? Integer.parseInt(words.get(2)) : -1;
    boolean isNorm = option.equals("ortho") || option.equals("forward");
    Norm norm = isNorm ? Norm.valueOf(option.toUpperCase(Locale.ROOT)) : Norm.BACKWARD;
    int length =
        option.isEmpty() || isNorm || axis >= 0 || words.size() > 2 ? 6 : Integer.parseInt(option);
    return switch (words.getFirst()) {
      case "fft" -> both(isNorm ? Fft.fft(z, axis, norm) : Fft.fft(z, axis));
      case "ifft" -> both(isNorm ? Fft.ifft(z, axis, norm) : Fft.ifft(z, axis));
      case "rfft" -> both(isNorm ? Fft.rfft(z.re(), -1, norm) : Fft.rfft(z.re(), -1));
      case "irfft" -> List.of(isNorm ? Fft.irfft(z, length, -1, norm) : Fft.irfft(z, length, -1));
      case "fft2" -> both(isNorm ? Fft.fft2(z, norm) : Fft.fft2(z));
      case "ifft2" -> both(Fft.ifft2(z));
      case "rfft2" -> both(isNorm ? Fft.rfft2(z.re(), norm) : Fft.rfft2(z.re()));
      case "irfft2" -> List.of(Fft.irfft2(z, length));
      default -> throw new IllegalArgumentException(words.getFirst());
    };
  }

  private static List<Expr> both(Complex z) {
    return List.of(z.re(), z.im());
  }

  private static Complex random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Complex(
        Expr.constant(Tensor.of(random.doubles(n, -1, 1).toArray())),
        Expr.constant(Tensor.of(random.doubles(n, -1, 1).toArray())));
  }

  private static double distance(double[] re, double[] im, double[] toRe, double[] toIm) {
    double sum = 0;
    double size = 0;
    for (int i = 0; i < re.length; i++) {
      sum += (re[i] - toRe[i]) * (re[i] - toRe[i]) + (im[i] - toIm[i]) * (im[i] - toIm[i]);
      size += toRe[i] * toRe[i] + toIm[i] * toIm[i];
    }
    return Math.sqrt(sum / size);
  }

  /** Powers of two and three, products, primes of both kinds, and neighbours of powers. */
  @ParameterizedTest
  @ValueSource(ints = {64, 1 << 10, 1 << 16, 59049, 30030, 65537, 65521, 65535, 2 * 32749, 289})
  void errorGrowsWithTheLogarithmOfTheLength(int n) {
    Complex x = random(n, n);
    double[] xr = x.re().eval().toDoubleArray();
    double[] xi = x.im().eval().toDoubleArray();
    Complex y = Fft.fft(x, 0);
    double[] yr = y.re().eval().toDoubleArray();
    double[] yi = y.im().eval().toDoubleArray();
    double scale = Math.sqrt(n * 2 / 3.0);
    double bound = 4 * 0x1p-53 * Math.sqrt(Math.log(n) / Math.log(2)) * scale;
    for (int k : new int[] {0, 1, n / 3, n / 2, n - 1}) {
      double[] direct = direct(xr, xi, k);
      assertThat(Math.hypot(yr[k] - direct[0], yi[k] - direct[1])).isLessThan(3 * bound);
    }
    Complex back = Fft.ifft(y, 0);
    assertThat(distance(back.re().eval().toDoubleArray(), back.im().eval().toDoubleArray(), xr, xi))
        .isLessThan(2 * bound / scale);
  }

  /** Returns one element, summed without loss (Neumaier). */
  private static double[] direct(double[] xr, double[] xi, long k) {
    int n = xr.length;
    double[] sum = new double[2];
    double[] lost = new double[2];
    for (int j = 0; j < n; j++) {
      double turn = (double) (j * k % n) / n;
      long quarter = Math.round(4 * turn);
      double angle = 2 * Math.PI * ((j * k % n - quarter * n / 4.0) / n);
      double c = StrictMath.cos(angle);
      double s = -StrictMath.sin(angle);
      for (long q = 0; q < quarter; q++) {
        double old = c;
        c = s;
        s = -old;
      }
      double[] terms = {xr[j] * c, -xi[j] * s, xr[j] * s, xi[j] * c};
      for (int i = 0; i < 4; i++) {
        double next = sum[i / 2] + terms[i];
        lost[i / 2] +=
            Math.abs(sum[i / 2]) >= Math.abs(terms[i])
                ? sum[i / 2] - next + terms[i]
                : terms[i] - next + sum[i / 2];
        sum[i / 2] = next;
      }
    }
    return new double[] {sum[0] + lost[0], sum[1] + lost[1]};
  }

  @Test
  void constantsAndSingleFrequenciesAreExact() {
    for (int n : new int[] {4, 8, 64}) {
      Expr ones = Expr.full(TensorType.of(DType.F64, n), 1);
      Tensor re = Fft.fft(Complex.of(ones), 0).re().eval();
      Tensor im = Fft.fft(Complex.of(ones), 0).im().eval();
      assertThat(re.getDouble(0)).isEqualTo(n);
      for (int k = 1; k < n; k++) {
        assertThat(re.getDouble(k)).isZero();
        assertThat(im.getDouble(k)).isZero();
      }
    }
  }

  @Test
  void partsThatMustBeRealAreIgnored() {
    Expr re = Expr.constant(Tensor.of(1.0, 2, 3));
    Expr odd = Expr.constant(Tensor.of(5.0, 1, 7));
    Expr even = Expr.constant(Tensor.of(0.0, 1, 0));
    assertThat(Fft.irfft(new Complex(re, odd), 4, 0).eval())
        .isEqualTo(Fft.irfft(new Complex(re, even), 4, 0).eval());
  }

  @Test
  void emptyTensorsAndSingleElementsAreTransformed() {
    Expr none = Expr.full(TensorType.of(DType.F32, 0, 3), 1);
    assertThat(Fft.fft(Complex.of(none), 0).re().eval().shape()).isEqualTo(Shape.of(0, 3));
    assertThat(Fft.ifft(Complex.of(none), 1).im().eval().shape()).isEqualTo(Shape.of(0, 3));
    assertThat(Fft.rfft(none, 1).re().eval().shape()).isEqualTo(Shape.of(0, 2));
    Expr one = Expr.constant(Tensor.of(2.5f));
    assertThat(Fft.fft(Complex.of(one), 0).re().eval()).isEqualTo(Tensor.of(2.5f));
    assertThat(Fft.irfft(Complex.of(one), 1, 0).eval()).isEqualTo(Tensor.of(2.5f));
  }

  @Test
  void productsOfTransformsAreConvolutions() {
    Expr a = Expr.constant(Tensor.of(1.0, 2, 3, 0, 0, 0));
    Expr b = Expr.constant(Tensor.of(4.0, 5, 6, 0, 0, 0));
    Tensor y = Fft.irfft(Fft.rfft(a, 0).mul(Fft.rfft(b, 0)), 6, 0).eval();
    double[] expected = {4, 13, 28, 27, 18, 0};
    for (int i = 0; i < 6; i++) {
      assertThat(y.getDouble(i)).isCloseTo(expected[i], within(1e-14));
    }
  }

  @Test
  void wrongUseIsAnError() {
    Expr x = Expr.constant(Tensor.of(1.0, 2, 3));
    assertThatThrownBy(() -> new Complex(x, x.cast(DType.F32)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("complex: the parts have different types: f64[3], f32[3]");
    assertThatThrownBy(() -> Fft.irfft(Complex.of(x), 6, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "irfft: 3 elements of f64[3] along axis 0 are no half of 6; give 4, or another length");
    assertThatThrownBy(() -> Fft.rfft(x.slice(0, 0, 0), 0))
        .hasMessage("rfft: no elements along axis 0 of f64[0]");
    assertThatThrownBy(() -> Fft.fft(Complex.of(x), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("fft: ");
    assertThatThrownBy(() -> Fft.fft2(Complex.of(x)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("fft2: ");
    assertThatThrownBy(() -> Fft.fft(Complex.of(x.cast(DType.I32)), 0))
        .hasMessage("fourierTransform: needs a floating operand, got i32[3]; cast it");
  }
}
