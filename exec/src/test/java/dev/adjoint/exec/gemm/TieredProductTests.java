// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.InTiers;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products that start on single elements, against the triple loop, before and after. */
@ExtendWith(InTiers.class)
class TieredProductTests {
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void singleElementsHaveTheBitsOfTheTripleLoop(DType dtype) {
    for (int bits : new int[] {128, 256, 512}) {
      for (GemmSize size :
          new GemmSize[] {new GemmSize(2, 9, 13, 300), new GemmSize(1, 33, 70, 5)}) {
        for (boolean transposed : new boolean[] {false, true}) {
          var product = GemmCase.of(dtype, size, transposed, transposed, 3);
          product.run(product.gemm(bits), WorkerPool.of(1));
          product.assertResult(bits + " bits");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void vectorsTakeOverWithTheSameBits(DType dtype) throws InterruptedException {
    var block = RegisterBlock.fit(dtype == DType.F64, 256, 64, 64);
    for (boolean adds : new boolean[] {false, true}) {
      TieredMicroKernel tiered = new TieredMicroKernel(block, adds);
      Buffer expected = run(tiered.current(), block, dtype);
      for (int wait = 0; wait < 6_000 && !tiered.isFast(); wait++) {
        assertThat(run(tiered.current(), block, dtype).array()).isEqualTo(expected.array());
        Thread.sleep(10);
      }
      assertThat(tiered.isFast()).isTrue();
      assertThat(run(tiered.current(), block, dtype).array()).isEqualTo(expected.array());
    }
  }

  private static Buffer run(MicroKernel kernel, RegisterBlock block, DType dtype) {
    SplittableRandom random = new SplittableRandom(5);
    Buffer a = random(dtype, 128 * block.rows(), random);
    Buffer b = random(dtype, 128 * block.columns(), random);
    Buffer c = random(dtype, block.size(), random);
    for (int run = 0; run < 100; run++) {
      kernel.run(
          a.array(), 0, 128, 1, b.array(), 0, block.columns(), c.array(), 0, block.columns(), 128);
    }
    return c;
  }

  private static Buffer random(DType dtype, int length, SplittableRandom random) {
    Buffer buffer = Buffer.allocate(dtype, length);
    for (int i = 0; i < length; i++) {
      buffer.setDouble(i, random.nextGaussian());
    }
    return buffer;
  }
}
