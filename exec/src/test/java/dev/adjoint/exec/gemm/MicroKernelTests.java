// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroKernelTests {
  private static final int LENGTH = 20_000;
  private static final List<Buffer> FLOATS = operands(DType.F32);
  private static final List<Buffer> DOUBLES = operands(DType.F64);

  /** Returns what A, B and C are in all cases: to draw them takes longer than to multiply. */
  private static List<Buffer> operands(DType dtype) {
    var random = new SplittableRandom(1);
    return List.of(noise(dtype, random), noise(dtype, random), noise(dtype, random));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void everyRegisterBlockHasTheBitsOfPlainLoops(int bits) {
    for (boolean doubles : new boolean[] {false, true}) {
      int lanes = new RegisterBlock(doubles, bits, 1, 512).lanes();
      for (int rows = 1; rows <= 8; rows++) {
        for (int vectors = 1; vectors <= 4; vectors++) {
          var block = new RegisterBlock(doubles, bits, rows, vectors * lanes);
          for (int depth : new int[] {0, 1, 5, 128, 129, 300}) {
            compare(block, depth, true);
            compare(block, depth, false);
          }
        }
      }
    }
  }

  private static void compare(RegisterBlock block, int depth, boolean adds) {
    var noise = block.doubles() ? DOUBLES : FLOATS;
    var a = noise.get(0);
    var b = noise.get(1);
    var c = copy(noise.get(2));
    var wanted = copy(c);
    run(ScalarMicroKernel.of(block, adds), block, a, b, wanted, depth);
    run(MicroKernels.of(block, adds), block, a, b, c, depth);
    assertThat(c.array())
        .as("%s, depth %s, adds: %s", block, depth, adds)
        .isEqualTo(wanted.array());
  }

  private static void run(
      MicroKernel kernel, RegisterBlock block, Buffer a, Buffer b, Buffer c, int depth) {
    int row = block.columns() + 3;
    kernel.run(a.array(), 7, 11, 5, b.array(), 9, block.columns() + 1, c.array(), 13, row, depth);
  }

  private static Buffer copy(Buffer buffer) {
    var copy = Buffer.allocate(buffer.dtype(), buffer.size());
    copy.copyFrom(buffer);
    return copy;
  }

  private static Buffer noise(DType dtype, SplittableRandom random) {
    var buffer = Buffer.allocate(dtype, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      buffer.setDouble(i, random.nextGaussian());
    }
    return buffer;
  }

  @Test
  void registerBlocksFitTheProduct() {
    assertThat(RegisterBlock.fit(false, 512, 64, 64)).isEqualTo(block(512, 4, 64));
    assertThat(RegisterBlock.fit(false, 512, 32, 512)).isEqualTo(block(512, 4, 64));
    assertThat(RegisterBlock.fit(false, 512, 63, 100)).isEqualTo(block(512, 4, 64));
    assertThat(RegisterBlock.fit(false, 512, 64, 32)).isEqualTo(block(512, 8, 32));
    assertThat(RegisterBlock.fit(false, 512, 10, 10)).isEqualTo(block(512, 5, 16));
    assertThat(RegisterBlock.fit(false, 512, 64, 48)).isEqualTo(block(512, 8, 48));
    assertThat(RegisterBlock.fit(false, 256, 64, 64)).isEqualTo(block(256, 6, 16));
    assertThat(RegisterBlock.fit(false, 256, 64, 8)).isEqualTo(block(256, 6, 8));
    assertThat(RegisterBlock.fit(false, 256, 1000, 1000)).isEqualTo(block(256, 4, 24));
    assertThat(RegisterBlock.fit(false, 0, 64, 64)).isEqualTo(block(0, 4, 3));
  }

  private static RegisterBlock block(int bits, int rows, int columns) {
    return new RegisterBlock(false, bits, rows, columns);
  }
}
