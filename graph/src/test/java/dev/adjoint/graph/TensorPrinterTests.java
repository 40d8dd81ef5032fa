// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The expected texts are those of NumPy 2.4's {@code str}, but for {@code true, false}. */
class TensorPrinterTests {
  private static void assertPrints(Tensor tensor, String... lines) {
    assertThat(tensor.toString()).isEqualTo(String.join("\n", lines));
  }

  @Test
  void aScalarShowsAllOfItsDigits() {
    assertPrints(Tensor.scalar(3f), "3.0");
    assertPrints(Tensor.scalar(0.1f), "0.1");
    assertPrints(Tensor.scalar(1 / 3d), "0.3333333333333333");
    assertPrints(Tensor.scalar(-0.0), "-0.0");
    assertPrints(Tensor.scalar(1e-5), "1e-05");
    assertPrints(Tensor.scalar(-1.25e300), "-1.25e+300");
    assertPrints(Tensor.scalar(9e15), "9000000000000000.0");
    assertPrints(Tensor.scalar(1234567f), "1.234567e+06");
    assertPrints(Tensor.scalar(Double.NaN), "nan");
    assertPrints(Tensor.scalar(Float.NEGATIVE_INFINITY), "-inf");
    assertPrints(Tensor.scalar(-7), "-7");
    assertPrints(Tensor.scalar(true), "true");
  }

  @Test
  void emptyTensorsAreEmptyBrackets() {
    assertPrints(Tensor.zeros(DType.F32, Shape.of(0)), "[]");
    assertPrints(Tensor.zeros(DType.F32, Shape.of(2, 0, 3)), "[]");
  }

  @Test
  void decimalPointsAlign() {
    assertPrints(Tensor.of(1, 2.5, 3.25), "[1.   2.5  3.25]");
    assertPrints(Tensor.of(1f, 2f, -10f), "[  1.   2. -10.]");
    assertPrints(Tensor.of(1 / 3d, 2 / 3d), "[0.33333333 0.66666667]");
    assertPrints(Tensor.of(DType.F32, Shape.of(2), 1 / 3d, 2 / 3d), "[0.33333334 0.6666667 ]");
    assertPrints(
        Tensor.of(DType.F64, Shape.of(2, 2), 1, 20, 300, 4.5), "[[  1.   20. ]", " [300.    4.5]]");
  }

  @Test
  void mixedMagnitudesAreScientific() {
    assertPrints(Tensor.of(1e-5, 1.23), "[1.00e-05 1.23e+00]");
    assertPrints(Tensor.of(1e8), "[1.e+08]");
    assertPrints(Tensor.of(1e7), "[10000000.]");
    assertPrints(Tensor.of(1e6f), "[1.e+06]");
    assertPrints(Tensor.of(0.5, -1e200, 0), "[ 5.e-001 -1.e+200  0.e+000]");
    assertPrints(Tensor.of(1.0, 1001), "[1.000e+00 1.001e+03]");
    assertPrints(Tensor.of(1.0, 1000), "[   1. 1000.]");
    // Longer columns show more of the number, not zeros: -104.6344 is the float -104.634399...
    assertPrints(Tensor.of(-104.6344f, 1.234567e-5f), "[-1.046344e+02  1.234567e-05]");
    assertPrints(Tensor.of(-104.6344f, 1.2345678e-5f), "[-1.0463440e+02  1.2345678e-05]");
    assertPrints(Tensor.of(0.01f, 100.1f), "[1.000e-02 1.001e+02]");
  }

  @Test
  void nanAndInfinityFitTheColumn() {
    assertPrints(
        Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1.5),
        "[ nan  inf -inf -0.   1.5]");
    assertPrints(Tensor.of(Double.NaN), "[nan]");
    assertPrints(Tensor.of(Double.NaN, Double.NEGATIVE_INFINITY), "[ nan -inf]");
    assertPrints(Tensor.of(Double.NaN, 1e-10), "[   nan 1.e-10]");
  }

  @Test
  void integersAndTruthValuesAlignToTheRight() {
    assertPrints(Tensor.of(1, -20, 300), "[  1 -20 300]");
    assertPrints(Tensor.of(Long.MIN_VALUE), "[-9223372036854775808]");
    assertPrints(Tensor.of(true, false), "[ true false]");
    assertPrints(Tensor.of(true, true), "[ true  true]");
  }

  @Test
  void blocksAreApartByEmptyLines() {
    assertPrints(
        Tensor.arange(DType.I32, 8).reshape(2, 2, 2),
        "[[[0 1]",
        "  [2 3]]",
        "",
        " [[4 5]",
        "  [6 7]]]");
  }

  @Test
  void longRowsWrapBefore75Characters() {
    assertPrints(
        Tensor.arange(DType.I32, 30),
        "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
        " 24 25 26 27 28 29]");
  }

  @Test
  void moreThanAThousandElementsAreElided() {
    assertPrints(Tensor.arange(DType.I32, 1001), "[   0    1    2 ...  998  999 1000]");
    assertPrints(
        Tensor.arange(DType.I32, 2000).reshape(1000, 2),
        "[[   0    1]",
        " [   2    3]",
        " [   4    5]",
        " ...",
        " [1994 1995]",
        " [1996 1997]",
        " [1998 1999]]");
    assertThat(Tensor.arange(DType.I32, 1000).toString()).doesNotContain("...");
  }

  @Test
  void aTensorOfManyShapesPrintsAsNumPyPrintsIt() {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(7);
    StringBuilder all = new StringBuilder();
    for (Shape shape :
        new Shape[] {
          Shape.of(11), Shape.of(3, 12), Shape.of(2, 2, 3), Shape.of(40, 40), Shape.of(8, 9, 16)
        }) {
      for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I64}) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(-4000, 4000) / 32d;
        }
        all.append(new TensorType(dtype, shape)).append('\n');
        all.append(Tensor.of(dtype, shape, values)).append('\n');
      }
    }
    Golden.check("tensors.txt", all.toString());
  }

  /** The texts are those of {@code src/test/python/numbers_golden.py}. */
  @Test
  void numbersOfEveryMagnitudePrintAsNumPyPrintsThem() {
    List<String> lines = Golden.lines("numbers.txt");
    assertThat(lines).hasSizeGreaterThan(2700).contains("f32 2 3e-45");
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      DType dtype = parts[0].equals("f32") ? DType.F32 : DType.F64;
      boolean column = parts[1].startsWith("[");
      String[] bits = parts[1].replaceAll("[\\[\\]]", "").split(",");
      Buffer buffer = Buffer.allocate(dtype, bits.length);
      for (int i = 0; i < bits.length; i++) {
        if (dtype == DType.F32) {
          buffer.f32()[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(bits[i], 16));
        } else {
          buffer.f64()[i] = Double.longBitsToDouble(Long.parseUnsignedLong(bits[i], 16));
        }
      }
      Shape shape = column ? Shape.of(bits.length) : Shape.SCALAR;
      assertThat(Tensor.over(shape, buffer).toString().replace('\n', '|'))
          .as(line)
          .isEqualTo(parts[2]);
    }
  }

  @Test
  void theMachinesLanguageDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertPrints(Tensor.of(1.5, 1e-9), "[1.5e+00 1.0e-09]");
    } finally {
      Locale.setDefault(before);
    }
  }
}
