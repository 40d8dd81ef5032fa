package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The products through tables of offsets, to the bit, against three plain loops. */
class OffsetProductTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};
  private static final int[] SIZES = {1, 2, 3, 5, 6, 8, 9, 12, 16, 17, 25, 31, 33, 48, 64, 70};

  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void windowsHaveTheBitsOfTheTripleLoop(DType dtype) {
    for (int m : SIZES) {
      for (int n : SIZES) {
        checkWindows(dtype, m, n, 1 + random.nextInt(30), WIDTHS[random.nextInt(WIDTHS.length)]);
      }
    }
    for (int bits : WIDTHS) {
      checkWindows(dtype, 13, 230, 70, bits);
      checkWindows(dtype, 3, 5, 0, bits);
    }
  }

  private void checkWindows(DType dtype, int m, int n, int depth, int bits) {
    int matrices = 2;
    int row = depth + 3;
    int[] steps = offsets(depth, row);
    int[] offsets = offsets(depth, 200);
    Buffer a = random(dtype, 1 + matrices * m * row);
    var product = WindowProduct.ofBits(dtype, matrices, m, n, bits, offsets);
    Buffer b = random(dtype, 2 + 200 + product.width());
    Buffer c = random(dtype, product.tileRows() * product.width());
    for (int matrix = 0; matrix < matrices; matrix++) {
      for (int tile = 0; tile < product.tiles(); tile++) {
        product.pack(matrix, tile, a, 1 + matrix * m * row, row, steps);
      }
    }
    for (int matrix = 0; matrix < matrices; matrix++) {
      for (int tile = 0; tile < product.tiles(); tile++) {
        product.run(matrix, tile, b.array(), 2, c.array());
        for (int i = product.firstRow(tile); i < product.firstRow(tile + 1); i++) {
          for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int p = 0; p < depth; p++) {
              double w = a.getDouble(1 + (matrix * m + i) * row + steps[p]);
              sum = fma(dtype, w, b.getDouble(2 + offsets[p] + j), sum);
            }
            int at = (i - product.firstRow(tile)) * product.width() + j;
            assertThat(c.getDouble(at)).as("%s %s×%s×%s", dtype, m, n, depth).isEqualTo(sum);
          }
        }
      }
    }
    assertThat(product.firstRow(product.tiles())).isEqualTo(m);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void linesHaveTheBitsOfTheTripleLoop(DType dtype) {
    for (int m : SIZES) {
      for (int n : SIZES) {
        checkLines(dtype, m, n, 1 + random.nextInt(30), WIDTHS[random.nextInt(WIDTHS.length)]);
      }
    }
    for (int bits : WIDTHS) {
      checkLines(dtype, 230, 13, 70, bits);
      checkLines(dtype, 3, 5, 0, bits);
    }
  }

  private void checkLines(DType dtype, int m, int n, int most, int bits) {
    int[] lines = offsets(m, 100);
    int[] steps = offsets(most, 90);
    var product = LineProduct.ofBits(dtype, lines, n, bits, steps);
    Buffer a = random(dtype, 3 + 190);
    int across = most + 4;
    Buffer b = random(dtype, 1 + n * across);
    Object packed = dtype.newArray(product.packedSize());
    Buffer c = random(dtype, product.size());
    double[] sums = new double[product.size()];
    Arrays.setAll(sums, c::getDouble);
    // The second time goes on from the first.
    for (int depth : new int[] {most, most / 2}) {
      product.pack(b.array(), 1, across, 1, depth, packed, 0);
      product.accumulate(a.array(), 3, packed, 0, depth, c.array(), 0);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int at = i * product.width() + j;
          for (int p = 0; p < depth; p++) {
            double x = a.getDouble(3 + lines[i] + steps[p]);
            sums[at] = fma(dtype, x, b.getDouble(1 + j * across + p), sums[at]);
          }
          assertThat(c.getDouble(at)).as("%s %s×%s×%s", dtype, m, n, depth).isEqualTo(sums[at]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void lanesHaveTheBitsOfTheirOrder(DType dtype) {
    for (int bits : WIDTHS) {
      for (int m : new int[] {1, 2, 7, 9, 25}) {
        for (int n : new int[] {1, 3, 6, 17}) {
          checkLanes(dtype, m, n, random.nextInt(60), bits);
        }
      }
    }
  }

  private void checkLanes(DType dtype, int m, int n, int length, int bits) {
    int[] lines = offsets(m, 100);
    Buffer a = random(dtype, 3 + 100 + length);
    Buffer b = random(dtype, 1 + n * (length + 2));
    Buffer c = random(dtype, m * n);
    var product = LaneProduct.ofBits(dtype, lines, n, bits);
    product.run(a.array(), 3, b.array(), 1, length + 2, length, c.array());
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double[] lanes = new double[dtype == DType.F32 ? 16 : 8];
        for (int p = 0; p < length; p++) {
          double x = a.getDouble(3 + lines[i] + p);
          double y = b.getDouble(1 + j * (length + 2) + p);
          lanes[p % lanes.length] = fma(dtype, x, y, lanes[p % lanes.length]);
        }
        for (int half = lanes.length / 2; half > 0; half /= 2) {
          for (int l = 0; l < half; l++) {
            lanes[l] = fma(dtype, lanes[l], 1, lanes[l + half]);
          }
        }
        assertThat(c.getDouble(i * n + j))
            .as("%s %s×%s×%s on %s bits", dtype, m, n, length, bits)
            .isEqualTo(lanes[0]);
      }
    }
  }

  private static double fma(DType dtype, double a, double b, double c) {
    return dtype == DType.F32 ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
  }

  private int[] offsets(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  private Buffer random(DType dtype, int size) {
    Buffer buffer = Buffer.allocate(dtype, size);
    for (int i = 0; i < size; i++) {
      buffer.setDouble(i, random.nextDouble(-1, 1));
    }
    return buffer;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void blocksFillTheRegistersAndNoMore(boolean panelOfA) {
    for (int bits : WIDTHS) {
      for (int m : SIZES) {
        for (int n : SIZES) {
          var block =
              panelOfA
                  ? OffsetBlock.withPanelOfA(false, bits, m, n)
                  : OffsetBlock.withPanelOfB(false, bits, m, n);
          int registers = (block.rows() + 1) * block.vectors() + 1;
          assertThat(registers).as("%s for %s×%s", block, m, n).isBetween(3, bits == 512 ? 32 : 16);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void vectorsAreUsedWhereTheyAreAskedFor(boolean panelOfA) {
    assertThat(constantsOf(new OffsetBlock(new RegisterBlock(false, 256, 4, 16), panelOfA)))
        .contains("jdk/incubator/vector/FloatVector", "SPECIES_256");
    assertThat(
            constantsOf(
                new OffsetBlock(new RegisterBlock(true, VectorSupport.SCALAR, 4, 2), panelOfA)))
        .doesNotContain("jdk/incubator/vector");
  }

  private static String constantsOf(OffsetBlock block) {
    return new String(new OffsetKernelEmitter(block).emit(), StandardCharsets.ISO_8859_1);
  }
}
