// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Workers;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GemmTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void everySquareUpTo130HasTheBitsOfPlainLoops(DType dtype) {
    for (int n = 0; n <= 130; n++) {
      boolean transA = (n & 1) != 0;
      boolean transB = (n & 2) != 0;
      GemmCase.of(dtype, new GemmSize(1, n, n, n), transA, transB, 0).check(WIDTHS);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void oddSizesInEveryTranspositionHaveTheBitsOfPlainLoops(DType dtype) {
    for (int m : new int[] {1, 2, 7, 13, 33, 129}) {
      for (int n : new int[] {1, 3, 15, 17, 47, 65, 130}) {
        for (int k : new int[] {1, 5, 31, 67, 256}) {
          for (int flags = 0; flags < 4; flags++) {
            boolean transA = (flags & 1) != 0;
            boolean transB = (flags & 2) != 0;
            int gap = (m + n + k) % 3;
            GemmCase.of(dtype, new GemmSize(1, m, n, k), transA, transB, gap)
                .check(WIDTHS[(m + n + flags) % WIDTHS.length]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void severalBlocksInEveryDirectionHaveTheBitsOfPlainLoops(DType dtype) {
    GemmCase.of(dtype, new GemmSize(1, 7, 1_100, 777), false, true, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 1_100, 9, 513), true, false, 1).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 1_050, 1_050, 20), false, false, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 129, 600, 520), false, false, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 131, 70, 1_100), false, true, 0).check(WIDTHS);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void severalStepsOfOperandsReadInPlaceHaveTheBitsOfPlainLoops(DType dtype) {
    GemmCase.of(dtype, new GemmSize(1, 64, 192, 1_100), false, false, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 67, 130, 1_030), true, false, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 9, 70, 2_050), false, false, 1).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 30, 33, 2_050), true, true, 0).check(WIDTHS);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void longSumsHaveTheBitsOfTheirTree(DType dtype) {
    for (int k : new int[] {128, 129, 1_024, 1_025, 8_192, 8_193, 9_217, 66_000}) {
      for (int flags = 0; flags < 4; flags++) {
        boolean transA = (flags & 1) != 0;
        boolean transB = (flags & 2) != 0;
        int bits = WIDTHS[(k + flags) % WIDTHS.length];
        GemmCase.of(dtype, new GemmSize(1, 1, 1, k), transA, transB, 0).check(bits);
        GemmCase.of(dtype, new GemmSize(1, 1, 5, k), transA, transB, 0).check(bits);
        GemmCase.of(dtype, new GemmSize(1, 3, 1, k), transA, transB, 1).check(bits);
        GemmCase.of(dtype, new GemmSize(1, 5, 9, k), transA, transB, 0).check(bits);
        GemmCase.of(dtype, new GemmSize(3, 2, 3, k), transA, transB, 0).check(bits);
      }
    }
    // Packed panels, with one level of places and with more than one block of C and two levels.
    GemmCase.of(dtype, new GemmSize(1, 70, 35, 8_200), true, false, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 1_030, 18, 9_000), true, true, 0).check(128);
    GemmCase.of(dtype, new GemmSize(1, 18, 1_030, 9_000), false, true, 0).check(256);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void emptySumsAreZeroAndEmptyResultsAreLeftAlone(DType dtype) {
    for (int sizes = 0; sizes < 16; sizes++) {
      int batch = sizes & 1;
      int m = (sizes & 2) * 2;
      int n = (sizes & 4) * 9;
      int k = (sizes & 8) * 2;
      GemmCase.of(dtype, new GemmSize(batch, m, n, k), false, false, 0).check(WIDTHS);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void batchesHaveTheBitsOfPlainLoops(DType dtype) {
    for (int batch : new int[] {2, 3, 16, 37}) {
      for (int n : new int[] {1, 4, 12, 33}) {
        var size = new GemmSize(batch, n + 1, n, n + 2);
        GemmCase.of(dtype, size, false, true, 1).check(WIDTHS);
        GemmCase.of(dtype, size, true, false, 0).check(WIDTHS);
      }
    }
    GemmCase.of(dtype, new GemmSize(2, 210, 205, 211), false, false, 0).check(WIDTHS);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void matricesSharedByTheBatchAreReadAgain(DType dtype) {
    for (int m : new int[] {1, 2, 20}) {
      for (int n : new int[] {1, 40}) {
        var size = new GemmSize(5, m, n, 30);
        var a = Strides.rowMajor(m, 30);
        var b = Strides.rowMajor(30, n);
        var sharedA = new Strides(0, a.row(), a.column());
        var sharedB = new Strides(0, b.row(), b.column());
        GemmCase.of(dtype, size, a, sharedB, 1).check(WIDTHS);
        GemmCase.of(dtype, size, sharedA, b, 2).check(WIDTHS);
        GemmCase.of(dtype, size, sharedA, sharedB, 3).check(WIDTHS);
      }
    }
  }

  /** As the heads of an attention lie: side by side in the rows of a larger matrix. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void matricesMayLieInGroupsAndResultsAnywhere(DType dtype) {
    for (int heads : new int[] {1, 3, 4}) {
      for (int[] s : new int[][] {{20, 33, 17}, {64, 32, 64}, {1, 5, 3}, {4, 1, 6}, {2, 2, 2}}) {
        var size = new GemmSize(3 * heads, s[0], s[1], s[2]);
        var a = sideBySide(s[0], s[2], heads);
        var b = sideBySide(s[2], s[1], heads);
        var c = sideBySide(s[0], s[1], heads);
        var turned = sideBySide(s[1], s[0], heads).transposed();
        GemmCase.of(dtype, size, a, b, Strides.rowMajor(s[0], s[1]), 1).check(WIDTHS);
        GemmCase.of(dtype, size, a, b, c, 2).check(WIDTHS);
        GemmCase.of(dtype, size, a, b, turned, 3).check(WIDTHS);
      }
    }
  }

  private static Strides sideBySide(int rows, int columns, int heads) {
    int row = columns * heads;
    return new Strides(columns, row, 1, heads, rows * row);
  }

  @Test
  void aSharedMatrixIsReadAgainWithinItsGroupOnly() {
    var size = new GemmSize(6, 9, 8, 7);
    var b = new Strides(0, 8, 1, 3, 7 * 8);
    GemmCase.of(DType.F32, size, Strides.rowMajor(9, 7), b, 1).check(WIDTHS);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void nansAndInfinitiesReachTheirRowsAndColumnsOnly(DType dtype) {
    for (int n : new int[] {3, 20, 70}) {
      GemmCase.of(dtype, new GemmSize(1, n, n, n), false, false, 0)
          .withA(0, 1, 2, Double.NaN)
          .withA(0, 0, 1, Double.POSITIVE_INFINITY)
          .withB(0, 1, 0, Double.NEGATIVE_INFINITY)
          .withB(0, 1, 2, 0)
          .check(WIDTHS);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    var cases =
        List.of(
            GemmCase.of(DType.F32, new GemmSize(1, 300, 310, 290), false, true, 0),
            GemmCase.of(DType.F64, new GemmSize(1, 200, 130, 600), true, false, 0),
            GemmCase.of(DType.F32, new GemmSize(1, 101, 190, 1_100), true, false, 0),
            GemmCase.of(DType.F32, new GemmSize(1, 160, 190, 1_100), false, true, 0),
            GemmCase.of(DType.F32, new GemmSize(1, 512, 128, 70), true, false, 0),
            GemmCase.of(DType.F32, new GemmSize(1, 140, 30, 9_000), true, true, 0),
            GemmCase.of(DType.F32, new GemmSize(1, 1, 300, 9_000), false, true, 0),
            GemmCase.of(DType.F32, new GemmSize(40, 33, 31, 32), false, false, 0),
            GemmCase.of(DType.F32, new GemmSize(3, 210, 205, 211), false, false, 0),
            GemmCase.of(DType.F32, new GemmSize(700, 5, 6, 7), false, false, 0),
            GemmCase.of(DType.F32, new GemmSize(1, 1, 3_000, 500), false, false, 0),
            GemmCase.of(DType.F64, new GemmSize(1, 3_000, 1, 500), false, false, 0));
    for (var product : cases) {
      var gemm = product.gemm(VectorSupport.bits());
      for (int threads : new int[] {1, 2, 3, 8}) {
        var workers = WorkerPool.of(threads);
        for (int repeat = 0; repeat < 5; repeat++) {
          product.run(gemm, workers);
          product.assertResult(threads + " threads, repeat " + repeat);
        }
      }
    }
  }

  @Test
  void runningAllocatesNothing() {
    var workers = WorkerPool.of(2);
    for (var size :
        List.of(
            new GemmSize(1, 100, 100, 100),
            new GemmSize(1, 5, 6, 7),
            new GemmSize(1, 1, 900, 400),
            new GemmSize(1, 20, 30, 9_000),
            new GemmSize(20, 30, 30, 30))) {
      var product = GemmCase.of(DType.F32, size, false, true, 0);
      var gemm = product.gemm(VectorSupport.SCALAR);
      assertThat(leastAllocated(10, () -> product.run(gemm, workers))).as("%s", size).isZero();
    }
  }

  @Test
  void runningOnVectorsAllocatesNothingOnceCompiled() {
    var product = GemmCase.of(DType.F32, new GemmSize(1, 128, 128, 64), false, true, 0);
    var gemm = product.gemm(VectorSupport.bits());
    // Until C2 has compiled the micro-kernel every vector is an object.
    assertThat(leastAllocated(500, () -> product.run(gemm, Workers.SERIAL))).isZero();
  }

  /**
   * Returns the fewest bytes that this thread allocates in 20 runs; repeated, because classes are
   * initialised and code is compiled on the way, but not often.
   */
  private static long leastAllocated(int rounds, Runnable run) {
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < rounds && least != 0; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20; i++) {
        run.run();
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  @Test
  void vectorsAreUsedWhereTheModuleIsPresent() {
    assertThat(VectorSupport.isPresent()).isTrue();
    assertThat(VectorSupport.bits()).isNotEqualTo(VectorSupport.SCALAR);
    var block = RegisterBlock.fit(false, VectorSupport.bits(), 64, 64);
    assertThat(MicroKernels.of(block, true).getClass().isHidden()).isTrue();
    assertThat(MicroKernels.of(block, true).getClass().getName())
        .contains("MicroKernel_F32_" + VectorSupport.bits());
    assertThat(constantsOf(block)).contains("jdk/incubator/vector/FloatVector");
    var scalar = RegisterBlock.fit(false, VectorSupport.SCALAR, 64, 64);
    assertThat(constantsOf(scalar)).doesNotContain("jdk/incubator/vector");
  }

  private static String constantsOf(RegisterBlock block) {
    return new String(new MicroKernelEmitter(block, true).emit(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void wrongDtypeIsNamed() {
    var strides = Strides.rowMajor(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.create(DType.I32, new GemmSize(1, 2, 2, 2), strides, strides))
        .withMessage("gemm: elements must be F32 or F64, not i32");
    var gemm = Gemm.create(DType.F32, new GemmSize(1, 2, 2, 2), strides, strides);
    var floats = Buffer.allocate(DType.F32, 4);
    var doubles = Buffer.allocate(DType.F64, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.run(floats, doubles, floats, Workers.SERIAL))
        .withMessage("gemm: B needs f32×4, the buffer is f64×4@0");
  }

  @Test
  void shortBufferIsRefused() {
    var strides = Strides.rowMajor(3, 3);
    var gemm = Gemm.create(DType.F32, new GemmSize(1, 3, 3, 3), strides, strides);
    var nine = Buffer.allocate(DType.F32, 9);
    var eight = Buffer.wrap(DType.F32, new float[20], 2, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gemm.run(nine, nine, eight, Workers.SERIAL))
        .withMessage("gemm: C needs f32×9, the buffer is f32×8@2");
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GemmSize(1, -2, 3, 4))
        .withMessage("gemm: negative size: batch 1, m -2, n 3, k 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GemmSize(1, 50_000, 50_000, 1))
        .withMessageContaining("too many elements for an array: [1, 50000, 50000]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Strides(0, -1, 1))
        .withMessage("gemm: negative stride: 0, -1, 1, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Strides(0, 1, 1, 0, 1))
        .withMessage("gemm: matrices in groups of 0");
    var scattered = new Strides(0, 12, 2);
    var dense = Strides.rowMajor(4, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.create(DType.F32, new GemmSize(1, 4, 4, 4), dense, dense, scattered))
        .withMessageContaining("gemm: neither rows nor columns of C are contiguous");
  }
}
