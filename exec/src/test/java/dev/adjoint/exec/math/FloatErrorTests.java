// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The largest errors in F32, held against {@link StrictMath}, whose own error is below a millionth
 * of a float's last place. Every 1009th of all bit patterns is tried, and all floats around the
 * places where a function changes its way or comes to the end of the format. The bounds are the
 * largest errors of a run over every 37th bit pattern, rounded up.
 */
class FloatErrorTests {
  private static final int STRIDE = 1009;
  private static final int TILE = 4096;
  private static final int NEIGHBOURS = 3000;

  @Test
  void exponential() {
    float[] places = {0, 88.72284f, -103.97208f, -87.33655f, 0.34657359f, -0.34657359f, 89, -104};
    check(Scalar::exp, StrictMath::exp, 0.9, places);
  }

  @Test
  void exponentialMinusOne() {
    float[] places = {0, 88.72284f, -17.328679f, 0.34657359f, -0.34657359f, 17.5f, -20, 89};
    check(Scalar::expm1, StrictMath::expm1, 1.1, places);
  }

  @Test
  void logarithm() {
    float[] places = {1, 0.70710678f, 1.41421356f, Float.MIN_NORMAL, Float.MAX_VALUE, 2.828427f};
    check(Scalar::log, StrictMath::log, 0.85, places);
  }

  @Test
  void logarithmOfOnePlus() {
    float[] places = {0, -1, -0.29289322f, 0.41421356f, 1.8284271f, -0.5f, 16777216, 2.4e38f};
    check(Scalar::log1p, StrictMath::log1p, 0.9, places);
  }

  @Test
  void sine() {
    float[] places = {0, 1, 0.785398f, 2.3561945f, 3.1415927f, 1.5707964f, 8388608, 1e38f};
    check(Scalar::sin, StrictMath::sin, 1.05, places);
  }

  @Test
  void cosine() {
    float[] places = {0, 1, 0.785398f, 2.3561945f, 3.1415927f, 1.5707964f, 8388608, 1e38f};
    check(Scalar::cos, StrictMath::cos, 1.05, places);
  }

  @Test
  void sineNextToMultiplesOfHalfPi() {
    // The floats nearest to a multiple of π/2, found by continued fractions (Muller, Elementary
    // Functions, section 11): their sines or cosines lose the most digits
    Sweep sine = Sweep.of(DType.F32, Scalar::sin);
    Sweep cosine = Sweep.of(DType.F32, Scalar::cos);
    float[] hard = {
      16367173f * 0x1p72f,
      10741887f * 0x1p11f,
      16367173f * 0x1p73f,
      10741887f * 0x1p12f,
      16573937f * 0x1p-16f,
      16367173f * 0x1p74f,
      10057457f * 0x1p62f,
      5808979f * 0x1p18f,
      1126547f * 0x1p56f,
      10741887f * 0x1p13f,
      16573937f * 0x1p-15f,
      14173733f * 0x1p88f,
      10695401f * 0x1p2f,
      2470649f * 0x1p-19f,
      22,
      355
    };
    for (float x : hard) {
      for (float angle : new float[] {x, -x}) {
        assertThat(Ulps.between(sine.one(angle), StrictMath.sin(angle))).isLessThan(0.6);
        assertThat(Ulps.between(cosine.one(angle), StrictMath.cos(angle))).isLessThan(0.6);
      }
    }
  }

  @Test
  void hyperbolicTangent() {
    float[] places = {0, 0.625f, 9.01f, 10, -0.625f};
    check(Scalar::tanh, StrictMath::tanh, 1.45, places);
  }

  @Test
  void errorFunction() {
    // The double function is held against its own reference, to a place that no float shows
    Sweep reference = Sweep.of(DType.F64, Scalar::erf);
    float[] places = {0, 1, 3.93f, -1};
    checkTiles(Scalar::erf, x -> reference.run(x), 1.0, places);
  }

  @Test
  void power() {
    Sweep power = Sweep.ofPower(DType.F32);
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[TILE];
    float[] y = new float[TILE];
    double worst = 0;
    for (int block = 0; block < 250; block++) {
      for (int i = 0; i < TILE; i += 4) {
        // Any bits; any base with a result in the format; small integers; a base near 1
        x[i] = Float.intBitsToFloat(random.nextInt());
        y[i] = Float.intBitsToFloat(random.nextInt());
        x[i + 1] = Math.abs(Float.intBitsToFloat(random.nextInt()));
        y[i + 1] = (float) (random.nextDouble(-104, 89) / StrictMath.log(x[i + 1]));
        x[i + 2] = (float) random.nextDouble(-4, 4);
        y[i + 2] = random.nextInt(-60, 60);
        x[i + 3] = (float) random.nextDouble(0.5, 2);
        y[i + 3] = (float) (random.nextDouble(-104, 89) / StrictMath.log(x[i + 3]));
      }
      float[] z = power.run(x, y);
      for (int i = 0; i < TILE; i++) {
        worst = Math.max(worst, Ulps.between(z[i], StrictMath.pow(x[i], y[i])));
      }
    }
    assertThat(worst).isBetween(0.5, 1.0);
  }

  private static void check(
      UnaryOperator<Scalar> function, DoubleUnaryOperator reference, double bound, float[] places) {
    checkTiles(function, x -> DoubleStream.of(x).map(reference).toArray(), bound, places);
  }

  private static void checkTiles(
      UnaryOperator<Scalar> function,
      UnaryOperator<double[]> reference,
      double bound,
      float[] places) {
    Sweep sweep = Sweep.of(DType.F32, function);
    float[] x = new float[TILE];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      for (int i = 0; i < TILE; i++) {
        x[i] = Float.intBitsToFloat((int) Math.min(bits, Integer.MAX_VALUE));
        bits += STRIDE;
      }
      compare(sweep, reference, bound, x);
    }
    for (float place : places) {
      float[] near = new float[2 * NEIGHBOURS];
      for (int i = 0; i < near.length; i++) {
        near[i] = Float.intBitsToFloat(Float.floatToRawIntBits(place) + i - NEIGHBOURS);
      }
      compare(sweep, reference, bound, near);
    }
  }

  private static void compare(
      Sweep sweep, UnaryOperator<double[]> reference, double bound, float[] x) {
    float[] y = sweep.run(x);
    double[] expected = reference.apply(Doubles.toArray(Floats.asList(x)));
    for (int i = 0; i < x.length; i++) {
      double error = Ulps.between(y[i], expected[i]);
      if (!(error <= bound)) {
        assertThat(error).as("error in ulp of %s at %s", y[i], x[i]).isLessThanOrEqualTo(bound);
      }
    }
  }
}
