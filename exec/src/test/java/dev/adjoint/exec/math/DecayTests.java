// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code eˣ} for {@code x ≤ 0} against {@code eˣ} for all numbers, to the bit. */
class DecayTests {
  /** The bits of a float below all that have a result above 0. */
  private static final int END = Float.floatToRawIntBits(-110f);

  @Test
  void floatsGiveTheSameBits() {
    // Each 13th of all floats from -0 to -110: 86 million
    int stride = 13;
    float[] x = new float[1 << 16];
    Sweep all = Sweep.of(DType.F32, Scalar::exp);
    Sweep decay = Sweep.ofDecay(DType.F32);
    for (int bits = Integer.MIN_VALUE; bits < END; bits += stride * x.length) {
      for (int i = 0; i < x.length; i++) {
        x[i] = Float.intBitsToFloat(bits + i * stride);
      }
      assertThat(decay.run(x)).isEqualTo(all.run(x));
    }
  }

  @Test
  void doublesGiveTheSameBits() {
    Random random = new Random(1);
    double[] x = random.doubles(4_000_000, -750, 0).toArray();
    for (int i = 0; i < x.length; i += 4) {
      x[i] = -Math.scalb(random.nextDouble(), -random.nextInt(1075));
      x[i + 1] = -700 - 50 * random.nextDouble(); // where results are subnormal
    }
    assertThat(Sweep.ofDecay(DType.F64).run(x)).isEqualTo(Sweep.of(DType.F64, Scalar::exp).run(x));
  }

  @Test
  void limitsAndNaNsAreThoseOfTheFunction() {
    float[] floats = {0f, -0f, -104f, -1e9f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN};
    assertThat(Sweep.ofDecay(DType.F32).run(floats))
        .containsExactly(Sweep.of(DType.F32, Scalar::exp).run(floats))
        .containsExactly(1f, 1f, 0f, 0f, 0f, 0f, Float.NaN);
    double[] doubles = {0, -0.0, -746, -1e300, Double.NEGATIVE_INFINITY, Double.NaN};
    assertThat(Sweep.ofDecay(DType.F64).run(doubles))
        .containsExactly(Sweep.of(DType.F64, Scalar::exp).run(doubles))
        .containsExactly(1, 1, 0, 0, 0, Double.NaN);
  }
}
