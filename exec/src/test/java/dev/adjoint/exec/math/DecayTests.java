// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code eˣ} for {@code x ≤ 0} against {@code eˣ} for all numbers, to the bit. */
class DecayTests {
  /** The bits of a float below all that have a result above 0. */
  private static final int END = Float.floatToRawIntBits(-110f);

  @Test
  void floatsGiveTheSameBits() {
    // Each 101st of all floats from -0 to -110: 11 million
    compareFloats(Integer.MIN_VALUE, END, 101);
    // All floats around the places where one of the two takes another way: where k in 2ᵏ·eʳ
    // changes, where results become subnormal, and where they end.
    for (float place : new float[] {-0.34657359f, -1.0397208f, -87.33655f, -103.97208f, -104}) {
      int bits = Float.floatToRawIntBits(place);
      compareFloats(bits - 200_000, bits + 200_000, 1);
    }
  }

  private static void compareFloats(int from, int to, int stride) {
    float[] x = new float[1 << 14];
    Sweep all = Sweep.of(DType.F32, Scalar::exp);
    Sweep decay = Sweep.ofDecay(DType.F32);
    for (int bits = from; bits < to; bits += stride * x.length) {
      for (int i = 0; i < x.length; i++) {
        x[i] = Float.intBitsToFloat(bits + i * stride);
      }
      assertThat(Arrays.equals(decay.run(x), all.run(x))).as("from %s on", x[0]).isTrue();
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
