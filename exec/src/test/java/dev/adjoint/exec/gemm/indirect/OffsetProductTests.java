// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.exec.gemm.RegisterBlock;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The products through tables of offsets, to the bit, against plain loops. */
class OffsetProductTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};
  private static final int[] SIZES = {1, 2, 3, 5, 6, 8, 9, 12, 16, 17, 25, 31, 33, 48, 64, 70};

  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void windowsHaveTheBitsOfPlainLoops(DType dtype) {
    for (int m : SIZES) {
      for (int n : SIZES) {
        checkWindows(dtype, m, n, 1 + random.nextInt(30), WIDTHS[random.nextInt(WIDTHS.length)]);
      }
    }
    for (int bits : WIDTHS) {
      checkWindows(dtype, 13, 230, 70, bits);
      checkWindows(dtype, 3, 5, 0, bits);
      checkWindows(dtype, 9, 33, 1_200, bits);
      checkWindows(dtype, 2, 3, 9_000, bits);
    }
  }

  private void checkWindows(DType dtype, int m, int n, int depth, int bits) {
    int matrices = 2;
    int row = depth + 3;
    int[] steps = offsets(depth, row);
    int[] offsets = offsets(depth, 200);
    Buffer a = random(dtype, 1 + matrices * m * row);
    var product = IndirectRightProduct.ofBits(dtype, matrices, m, n, bits, offsets);
    Buffer b = random(dtype, 2 + 200 + product.width());
    Buffer c = random(dtype, product.scratchSize());
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
            int first = 1 + (matrix * m + i) * row;
            int column = 2 + j;
            double sum =
                sum(
                    dtype,
                    depth,
                    p -> a.getDouble(first + steps[p]),
                    p -> b.getDouble(column + offsets[p]));
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
  void linesHaveTheBitsOfPlainLoops(DType dtype) {
    for (int m : SIZES) {
      for (int n : SIZES) {
        checkLines(dtype, m, n, 1 + random.nextInt(30), WIDTHS[random.nextInt(WIDTHS.length)]);
      }
    }
    for (int bits : WIDTHS) {
      checkLines(dtype, 230, 13, 70, bits);
      checkLines(dtype, 3, 5, 0, bits);
      checkLines(dtype, 17, 9, 1_200, bits);
    }
  }

  private void checkLines(DType dtype, int m, int n, int most, int bits) {
    int[] lines = offsets(m, 100);
    int[] steps = offsets(most, 90);
    var product = IndirectLeftProduct.ofBits(dtype, lines, n, bits, steps);
    Buffer a = random(dtype, 3 + 190);
    int across = most + 4;
    Buffer b = random(dtype, 1 + n * across);
    Object packed = dtype.newArray(product.packedSize());
    Buffer c = random(dtype, product.size());
    product.pack(b.array(), 1, across, 1, most, packed, 0);
    Object scratch = dtype.newArray(5 + product.scratchSize());
    product.multiply(a.array(), 3, packed, 0, m, c.array(), 0, scratch, 5);
    checkLines(
        dtype,
        product,
        lines,
        n,
        c,
        row ->
            column -> {
              IntToDoubleFunction x = p -> a.getDouble(3 + lines[row] + steps[p]);
              return sum(dtype, most, x, p -> b.getDouble(1 + column * across + p));
            });
    checkBlocks(dtype, product, lines, n, most, steps, a, b, packed);
  }

  /** The same in blocks of 1 to 40 terms, eight of which are added up at a time. */
  private void checkBlocks(
      DType dtype,
      IndirectLeftProduct product,
      int[] lines,
      int n,
      int most,
      int[] steps,
      Buffer a,
      Buffer b,
      Object packed) {
    int block = 1 + random.nextInt(40);
    int blocks = Math.ceilDiv(most, block);
    var sums = new BlockSums(dtype, 2 + product.size(), blocks);
    Buffer c = random(dtype, 2 + product.size());
    sums.begin(c.array(), 0, blocks);
    for (int first = 0; first < most; ) {
      int end = Math.min(most, first + block * Math.min(sums.left(), 1 + random.nextInt(8)));
      product.accumulate(a.array(), 3, packed, 0, most, first, end, block, sums, 2);
      sums.added(Math.ceilDiv(end - first, block));
      first = end;
    }
    Buffer own = Buffer.wrap(dtype, c.array(), 2, product.size());
    checkLines(
        dtype,
        product,
        lines,
        n,
        own,
        row ->
            column -> {
              double[] parts = new double[Math.max(1, blocks)];
              for (int p = 0; p < most; p++) {
                double x = a.getDouble(3 + lines[row] + steps[p]);
                double y = b.getDouble(1 + column * (most + 4) + p);
                parts[p / block] = fma(dtype, x, y, parts[p / block]);
              }
              return tree(dtype, parts);
            });
  }

  private static void checkLines(
      DType dtype,
      IndirectLeftProduct product,
      int[] lines,
      int n,
      Buffer c,
      IntFunction<IntToDoubleFunction> expected) {
    for (int i = 0; i < lines.length; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(c.getDouble(i * product.width() + j))
            .as("%s %s×%s", dtype, lines.length, n)
            .isEqualTo(expected.apply(i).applyAsDouble(j));
      }
    }
  }

  /** Adds up sums, eight neighbours at a time, then as many of their sums, until one is left. */
  private static double tree(DType dtype, double[] parts) {
    double[] sums = parts;
    while (sums.length > 1) {
      double[] next = new double[Math.ceilDiv(sums.length, 8)];
      for (int i = 0; i < sums.length; i++) {
        next[i / 8] = i % 8 == 0 ? sums[i] : fma(dtype, next[i / 8], 1, sums[i]);
      }
      sums = next;
    }
    return sums[0];
  }

  private static double sum(DType dtype, int depth, IntToDoubleFunction x, IntToDoubleFunction y) {
    double[] parts = new double[Math.max(1, Math.ceilDiv(depth, 128))];
    for (int p = 0; p < depth; p++) {
      parts[p / 128] = fma(dtype, x.applyAsDouble(p), y.applyAsDouble(p), parts[p / 128]);
    }
    return tree(dtype, parts);
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
    return new String(new OffsetKernelEmitter(block, true).emit(), StandardCharsets.ISO_8859_1);
  }
}
