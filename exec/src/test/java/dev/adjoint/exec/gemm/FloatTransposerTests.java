// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests of blocks that are transposed in registers. */
final class FloatTransposerTests {
  @Test
  void everyElementGoesToItsPlaceAndNothingElseChanges() {
    for (int lines = 0; lines <= 32; lines += 8) {
      for (int depth : new int[] {0, 8, 56, 64, 72, 200}) {
        int across = depth + 5;
        int width = lines + 3;
        float[] from = new float[40 + lines * across];
        for (int i = 0; i < from.length; i++) {
          from[i] = i;
        }
        float[] to = new float[60 + depth * width];
        Arrays.fill(to, -1);
        float[] expected = to.clone();
        for (int l = 0; l < lines; l++) {
          for (int p = 0; p < depth; p++) {
            expected[7 + p * width + l] = from[3 + l * across + p];
          }
        }
        FloatTransposer.pack(from, 3, across, lines, depth, to, 7, width);
        assertThat(to).as("%s lines, depth %s", lines, depth).isEqualTo(expected);
      }
    }
  }

  @Test
  void productsOfTransposedMatricesAreRight() {
    for (int n : new int[] {8, 33, 70, 130}) {
      GemmCase.of(DType.F32, new GemmSize(1, n, n + 1, n + 2), false, true, 0).check(256, 512);
    }
  }
}
