// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small matrices times rows, to the bit, against sums written out. */
class RowTransformTests {
  private static final double[][] MATRIX = {{0, -1, 0, 1}, {.5, -.5, .5, 0}, {-3, 0, 0, -3}};
  private static final int ROWS = 3;

  private final float[] x = new float[400];

  @ParameterizedTest
  @ValueSource(ints = {VectorSupport.SCALAR, 128, 256, 512})
  void rowsHaveTheBitsOfTheirSums(int bits) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(8) == 0 ? -0f : (float) random.nextDouble(-2, 2);
    }
    RowTransform transform = RowTransform.ofBits(DType.F32, bits, MATRIX);
    for (int n : new int[] {0, 1, 7, 16, 37}) {
      float[] y = new float[500];
      transform.run(x, 5, 40, 90, y, 9, 150, 45, ROWS, n);
      for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i < n; i++) {
          int from = 5 + row * 90 + i;
          int to = 9 + row * 45 + i;
          float a = x[from];
          float b = x[from + 40];
          float c = x[from + 80];
          float d = x[from + 120];
          assertThat(new float[] {y[to], y[to + 150], y[to + 300]})
              .containsExactly(d - b, (a + c - b) * .5f, (-a - d) * 3);
        }
        assertThat(y[9 + row * 45 + n]).isZero();
      }
    }
  }

  @Test
  void refusesRowsThatAreNoSumsOfOneSize() {
    assertThatThrownBy(() -> RowTransform.of(DType.F32, new double[] {1, .5}))
        .hasMessage("transform: factors of several sizes");
    assertThatThrownBy(() -> RowTransform.of(DType.F64, new double[] {1, 1}, new double[] {0, 0}))
        .hasMessage("transform: a row of zeros");
  }
}
