// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.InTiers;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What convolutions start on, to the bit, against the kernels on vectors. */
@ExtendWith(InTiers.class)
class TieredOffsetTests {
  private static final int[] STEPS = {3, 0, 40, 41, 7, 90, 12, 13};

  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void singleElementsHaveTheBitsOfOffsetKernels(DType dtype) {
    for (int bits : new int[] {128, 256}) {
      boolean doubles = dtype == DType.F64;
      for (int n : new int[] {3, 16, 40}) {
        check(dtype, OffsetBlock.withPanelOfA(doubles, bits, 9, n));
        check(dtype, OffsetBlock.withPanelOfB(doubles, bits, 9, n));
      }
    }
  }

  private void check(DType dtype, OffsetBlock block) {
    int[] rows = new int[block.rows() + 1];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextInt(50);
    }
    int size = 200 + (block.rows() + block.columns()) * STEPS.length;
    Buffer a = random(dtype, size);
    Buffer b = random(dtype, size);
    Buffer c = random(dtype, block.rows() * (block.columns() + 1));
    for (boolean adds : new boolean[] {false, true}) {
      Buffer expected = random(dtype, c.size());
      expected.copyFrom(c);
      run(OffsetKernels.link(block, adds), block, rows, a, b, expected);
      run(new TieredOffsetKernel(block, adds), block, rows, a, b, c);
      assertThat(c.array()).as("%s, adds: %s", block, adds).isEqualTo(expected.array());
    }
  }

  private static void run(
      OffsetKernel kernel, OffsetBlock block, int[] rows, Buffer a, Buffer b, Buffer c) {
    kernel.run(a.array(), 2, rows, 1, b.array(), 3, STEPS, 1, 7, c.array(), 0, block.columns() + 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void singleElementsHaveTheBitsOfLaneProducts(DType dtype) {
    int[] lines = {4, 0, 30};
    Buffer a = random(dtype, 200);
    Buffer b = random(dtype, 500);
    for (int length : new int[] {0, 5, 16, 100}) {
      Buffer c = random(dtype, 12);
      Buffer expected = random(dtype, 12);
      LaneProduct.create(dtype, lines, 4).run(a.array(), 1, b.array(), 2, 100, length, c.array());
      LaneProduct.ofBits(dtype, lines, 4, VectorSupport.SCALAR)
          .run(a.array(), 1, b.array(), 2, 100, length, expected.array());
      assertThat(c.array()).as("%s elements", length).isEqualTo(expected.array());
    }
  }

  private Buffer random(DType dtype, int length) {
    Buffer buffer = Buffer.allocate(dtype, length);
    for (int i = 0; i < length; i++) {
      buffer.setDouble(i, random.nextGaussian());
    }
    return buffer;
  }
}
