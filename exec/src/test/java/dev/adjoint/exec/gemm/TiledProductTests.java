// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way that large products take on some processors, here on all and at all sizes. */
class TiledProductTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};
  private static final WorkerPool WORKERS = WorkerPool.of(3);

  @BeforeEach
  void choose() {
    System.setProperty(SingleProduct.WAY_PROPERTY, "tiled");
  }

  @AfterEach
  void leaveToTheProcessor() {
    System.clearProperty(SingleProduct.WAY_PROPERTY);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void squaresHaveTheBitsOfPlainLoops(DType dtype) {
    for (int n = 2; n <= 140; n += 1 + n / 9) {
      for (int flags = 0; flags < 4; flags++) {
        boolean transA = (flags & 1) != 0;
        boolean transB = (flags & 2) != 0;
        GemmCase.of(dtype, new GemmSize(1, n, n, n), transA, transB, n % 3)
            .check(WIDTHS[(n + flags) % WIDTHS.length]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void severalTilesInEveryDirectionHaveTheBitsOfPlainLoops(DType dtype) {
    GemmCase.of(dtype, new GemmSize(1, 270, 530, 33), false, false, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 600, 19, 140), true, false, 1).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(1, 20, 600, 140), false, true, 2).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(3, 70, 65, 66), true, true, 0).check(WIDTHS);
    GemmCase.of(dtype, new GemmSize(2, 9, 20, 0), false, false, 0).check(WIDTHS);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void longSumsHaveTheBitsOfTheirTree(DType dtype) {
    for (int k : new int[] {127, 128, 129, 1_023, 1_025, 8_193, 9_217, 66_000}) {
      GemmCase.of(dtype, new GemmSize(1, 7, 18, k), k % 2 == 0, k % 3 == 0, 0)
          .check(WIDTHS[k % WIDTHS.length]);
    }
    GemmCase.of(dtype, new GemmSize(1, 70, 35, 2_100), true, false, 0).check(WIDTHS);
  }

  @Test
  void anySizesOnSeveralThreadsHaveTheBitsOfPlainLoops() {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 150; round++) {
      var size =
          new GemmSize(
              1 + random.nextInt(3),
              1 + random.nextInt(150),
              1 + random.nextInt(300),
              1 + random.nextInt(300));
      DType dtype = random.nextBoolean() ? DType.F32 : DType.F64;
      var product =
          GemmCase.of(dtype, size, random.nextBoolean(), random.nextBoolean(), random.nextInt(4));
      int bits = WIDTHS[random.nextInt(WIDTHS.length)];
      product.run(product.gemm(bits), WORKERS);
      product.assertResult(bits + " bits");
    }
  }

  @Test
  void packedRightOperandsGiveTheBitsOfPlainLoops() {
    for (int n : new int[] {5, 64, 65, 300}) {
      for (int bits : WIDTHS) {
        var product = GemmCase.of(DType.F32, new GemmSize(1, 33, n, 290), n % 2 == 0, false, 0);
        product.runPacked(bits, WORKERS);
        product.assertResult(bits + " bits, packed");
      }
    }
  }

  /** The scratch memory is shared: nothing may be left in it that another product reads. */
  @Test
  void aNanOfOneProductIsNotInTheNext() {
    GemmCase.of(DType.F32, new GemmSize(1, 40, 70, 140), false, false, 0)
        .withA(0, 39, 139, Double.NaN)
        .withB(0, 139, 69, Double.NaN)
        .check(WIDTHS);
    GemmCase.of(DType.F32, new GemmSize(1, 38, 69, 139), false, false, 0).check(WIDTHS);
  }

  @Test
  void anUnknownWayIsAnError() {
    System.setProperty(SingleProduct.WAY_PROPERTY, "best");
    var product = GemmCase.of(DType.F32, new GemmSize(1, 40, 70, 140), false, false, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> product.gemm(256))
        .withMessage("-Dadjoint.products=best: expected auto, tiled or blocked");
  }

  @Test
  void tilesKeepAllThreadsBusy() {
    var block = RegisterBlock.tall(false, 512, 512, 512);
    for (int threads : new int[] {1, 2, 3, 4, 8, 16, 64}) {
      var tiling = Tiling.of(block, new GemmSize(1, 1_024, 1_024, 1_024), threads);
      int tiles = tiling.down() * tiling.across();
      int rounds = Math.ceilDiv(tiles, threads);
      assertThat((double) tiles / (rounds * threads))
          .as("%s: %s", threads, tiling)
          .isGreaterThan(0.75);
      assertThat(tiling.height()).isBetween(block.rows(), 256 + block.rows());
      assertThat(tiling.width()).isBetween(block.columns(), 256);
    }
  }

  @Test
  void tilesCoverTheResult() {
    for (int m = 2; m < 1_500; m = m * 3 / 2 + 1) {
      for (int n = 2; n < 1_500; n = n * 4 / 3 + 1) {
        var block = RegisterBlock.tall(false, 256, m, n);
        var tiling = Tiling.of(block, new GemmSize(1, m, n, 100), 5);
        assertThat(tiling.height() % block.rows()).isZero();
        assertThat(tiling.width() % block.columns()).isZero();
        assertThat(tiling.down()).isEqualTo(Math.ceilDiv(m, tiling.height()));
        assertThat(tiling.across()).isEqualTo(Math.ceilDiv(n, tiling.width()));
      }
    }
  }
}
