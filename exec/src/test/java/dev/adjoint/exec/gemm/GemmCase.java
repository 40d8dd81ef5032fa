// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A product with random operands and its expected result, from plain loops over {@link SumOrder}.
 *
 * <p>The operands lie in the middle of arrays that are NaN everywhere else, the result in the
 * middle of an array whose other elements must stay as they are.
 */
final class GemmCase {
  private static final int MARGIN = 37;

  private final DType dtype;
  private final GemmSize size;
  private final Strides aStrides;
  private final Strides bStrides;
  private final Strides cStrides;
  private final Buffer a;
  private final Buffer b;
  private final Buffer c;
  private final Object before;
  private final Object expected;

  private GemmCase(
      DType dtype, GemmSize size, Strides aStrides, Strides bStrides, Strides cStrides, long seed) {
    this.dtype = dtype;
    this.size = size;
    this.aStrides = aStrides;
    this.bStrides = bStrides;
    this.cStrides = cStrides;
    var random = new SplittableRandom(seed);
    a = operand(aStrides, size.m(), size.k(), random);
    b = operand(bStrides, size.k(), size.n(), random);
    int length = cStrides.extent(size.batch(), size.m(), size.n());
    var whole = Buffer.allocate(dtype, length + 2 * MARGIN);
    for (int i = 0; i < whole.size(); i++) {
      whole.setDouble(i, random.nextGaussian());
    }
    c = Buffer.wrap(dtype, whole.array(), MARGIN, length);
    before = copy(whole.array());
    expected = copy(whole.array());
    multiplyNaively();
  }

  /** Returns a case whose operands may be transposed, with gaps between rows and matrices. */
  static GemmCase of(DType dtype, GemmSize size, boolean transA, boolean transB, int gap) {
    return new GemmCase(
        dtype,
        size,
        strides(size.m(), size.k(), transA, gap),
        strides(size.k(), size.n(), transB, gap),
        Strides.rowMajor(size.m(), size.n()),
        size.hashCode());
  }

  /** Returns a case with any strides. */
  static GemmCase of(DType dtype, GemmSize size, Strides a, Strides b, long seed) {
    return of(dtype, size, a, b, Strides.rowMajor(size.m(), size.n()), seed);
  }

  /** Returns a case with any strides, those of the result among them. */
  static GemmCase of(DType dtype, GemmSize size, Strides a, Strides b, Strides c, long seed) {
    return new GemmCase(dtype, size, a, b, c, seed);
  }

  private static Strides strides(int rows, int columns, boolean transposed, int gap) {
    int down = (transposed ? rows : columns) + gap;
    int batch = (transposed ? columns : rows) * down + gap;
    return transposed ? new Strides(batch, 1, down) : new Strides(batch, down, 1);
  }

  private Buffer operand(Strides strides, int rows, int columns, SplittableRandom random) {
    int extent = strides.extent(size.batch(), rows, columns);
    var whole = Buffer.allocate(dtype, extent + 2 * MARGIN);
    for (int i = 0; i < whole.size(); i++) {
      whole.setDouble(i, Double.NaN);
    }
    var buffer = Buffer.wrap(dtype, whole.array(), MARGIN, extent);
    for (int g = 0; g < size.batch(); g++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          buffer.setDouble(at(strides, g, i, j), random.nextGaussian());
        }
      }
    }
    return buffer;
  }

  private static int at(Strides strides, int g, int i, int j) {
    return strides.start(g) + strides.at(i, j);
  }

  private void multiplyNaively() {
    for (int g = 0; g < size.batch(); g++) {
      for (int i = 0; i < size.m(); i++) {
        for (int j = 0; j < size.n(); j++) {
          int target = MARGIN + at(cStrides, g, i, j);
          switch (expected) {
            case float[] f -> f[target] = floatSum(g, i, j);
            case double[] d -> d[target] = doubleSum(g, i, j);
            default -> throw new AssertionError();
          }
        }
      }
    }
  }

  private float floatSum(int g, int i, int j) {
    float[] left = a.f32();
    float[] right = b.f32();
    int leftAt = MARGIN + at(aStrides, g, i, 0);
    int rightAt = MARGIN + at(bStrides, g, 0, j);
    int across = aStrides.column();
    int down = bStrides.row();
    return SumOrder.floats(
        size.k(), (sum, p) -> Math.fma(left[leftAt + p * across], right[rightAt + p * down], sum));
  }

  private double doubleSum(int g, int i, int j) {
    double[] left = a.f64();
    double[] right = b.f64();
    int leftAt = MARGIN + at(aStrides, g, i, 0);
    int rightAt = MARGIN + at(bStrides, g, 0, j);
    int across = aStrides.column();
    int down = bStrides.row();
    return SumOrder.doubles(
        size.k(), (sum, p) -> Math.fma(left[leftAt + p * across], right[rightAt + p * down], sum));
  }

  /** Sets an element of A, and expects what follows from it. */
  GemmCase withA(int g, int i, int j, double value) {
    a.setDouble(at(aStrides, g, i, j), value);
    System.arraycopy(before, 0, expected, 0, c.size() + 2 * MARGIN);
    multiplyNaively();
    return this;
  }

  /** Sets an element of B, and expects what follows from it. */
  GemmCase withB(int g, int i, int j, double value) {
    b.setDouble(at(bStrides, g, i, j), value);
    System.arraycopy(before, 0, expected, 0, c.size() + 2 * MARGIN);
    multiplyNaively();
    return this;
  }

  /** Returns the product under test, on vectors of {@code bits} bits. */
  Gemm gemm(int bits) {
    return Gemm.create(dtype, size, aStrides, bStrides, cStrides, bits);
  }

  /** Runs the product on vectors of {@code bits} bits, its B packed before. */
  void runPacked(int bits, Workers workers) {
    var map =
        IndexMap.of(
            Shape.of(size.k(), size.n()),
            0,
            ImmutableIntArray.of(bStrides.row(), bStrides.column()));
    var packing = new PackedPanels(map, PackedPanels.columns(dtype, size.n(), bits));
    var in = TensorType.of(dtype, b.size());
    var out = packing.infer(List.of(in)).getFirst();
    var panels = Buffer.allocate(dtype, out.size());
    packing
        .kernel(ImmutableList.of(in), ImmutableList.of(out))
        .run(new Buffer[] {b}, new Buffer[] {panels}, workers);
    System.arraycopy(before, 0, c.array(), 0, c.size() + 2 * MARGIN);
    var gemm = Gemm.ofPacked(dtype, size, aStrides, 0, bits);
    gemm.run(a, panels, c, workers);
  }

  /** Runs {@code gemm} on the operands, the result starting from its first content. */
  void run(Gemm gemm, Workers workers) {
    System.arraycopy(before, 0, c.array(), 0, c.size() + 2 * MARGIN);
    gemm.run(a, b, c, workers);
  }

  /** Runs at every width, and asserts that each element has the expected bits. */
  void check(int... widths) {
    for (int bits : widths) {
      run(gemm(bits), Workers.SERIAL);
      assertResult(bits + " bits");
    }
  }

  /** Asserts that every element of the result's whole array has the expected bits. */
  void assertResult(String how) {
    int different =
        switch (c.array()) {
          case float[] f -> {
            float[] wanted = (float[]) expected;
            // Any NaN will do: which one results from several is the processor's choice.
            yield IntStream.range(0, f.length)
                .filter(i -> Float.floatToIntBits(f[i]) != Float.floatToIntBits(wanted[i]))
                .findFirst()
                .orElse(-1);
          }
          case double[] d -> {
            double[] wanted = (double[]) expected;
            yield IntStream.range(0, d.length)
                .filter(i -> Double.doubleToLongBits(d[i]) != Double.doubleToLongBits(wanted[i]))
                .findFirst()
                .orElse(-1);
          }
          default -> throw new AssertionError();
        };
    assertThat(different - MARGIN)
        .as(
            "first wrong element of C: %s, %s, A %s, B %s, C %s, %s",
            dtype, size, aStrides, bStrides, cStrides, how)
        .isEqualTo(-1 - MARGIN);
  }

  private static Object copy(Object array) {
    return switch (array) {
      case float[] f -> f.clone();
      case double[] d -> d.clone();
      default -> throw new AssertionError();
    };
  }
}
