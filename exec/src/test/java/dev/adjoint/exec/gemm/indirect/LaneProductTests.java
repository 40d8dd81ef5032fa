// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm.indirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products of rows in lanes, to the bit, against sums written out. */
class LaneProductTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};

  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void lanesHaveTheBitsOfTheirOrder(DType dtype) {
    for (int bits : WIDTHS) {
      for (int m : new int[] {1, 2, 7, 9, 25}) {
        for (int n : new int[] {1, 3, 6, 17}) {
          checkLanes(dtype, m, n, random.nextInt(60), bits);
          checkLanes(dtype, m, n, LaneProduct.RUN - random.nextInt(300), bits);
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
}
