// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the functions give for ±0, ±∞, NaN, subnormal numbers and beyond the ends of the format. */
class SpecialValueTests {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static final double[] EDGES = {0.0, -0.0, INF, -INF, NAN};

  private static final double[] BASES = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    2,
    -2,
    3,
    -3,
    0x1p-1000,
    -0x1p-1000,
    0x1p60,
    -0x1p60,
    INF,
    -INF,
    NAN
  };

  private static final double[] EXPONENTS = {
    0.0,
    -0.0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    0.5,
    -0.5,
    2.5,
    -2.5,
    0x1.fffffep23,
    -0x1.fffffep23,
    0x1p24,
    0x1.fffffffffffffp52,
    0x1p53,
    -0x1p53,
    0x1p-1000,
    0x1p1000,
    -0x1p1000,
    INF,
    -INF,
    NAN
  };

  @Test
  void zerosInfinitiesAndNanAreThoseOfStrictMath() {
    edges(Scalar::exp, StrictMath::exp);
    edges(Scalar::expm1, StrictMath::expm1);
    edges(Scalar::log, StrictMath::log);
    edges(Scalar::log1p, StrictMath::log1p);
    edges(Scalar::sin, StrictMath::sin);
    edges(Scalar::cos, StrictMath::cos);
    edges(Scalar::tanh, StrictMath::tanh);
  }

  @Test
  void theErrorFunctionGoesFromMinusOneToOne() {
    edges(Scalar::erf, x -> Double.isInfinite(x) ? Math.signum(x) : x);
  }

  @Test
  void nanOfAnyBitsGivesNan() {
    for (UnaryOperator<Scalar> function : functions()) {
      for (int bits : new int[] {0x7f800001, 0x7fffffff, 0xff8abcde, 0xffffffff, 0x7fc00155}) {
        assertThat(Sweep.of(DType.F32, function).one(Float.intBitsToFloat(bits))).isNaN();
      }
      for (long low : new long[] {1, 0x3ff, 0x7ff, 0xabcdef0123456L, 0xfffffffffffffL}) {
        double nan = Double.longBitsToDouble(0x7ff0000000000000L | low);
        assertThat(Sweep.of(DType.F64, function).one(nan)).isNaN();
      }
    }
  }

  @Test
  void oddFunctionsGiveBackTheSmallestNumbers() {
    for (double sign : new double[] {1, -1}) {
      float f = (float) (sign * Float.MIN_VALUE);
      double d = sign * Double.MIN_VALUE;
      for (UnaryOperator<Scalar> function :
          List.<UnaryOperator<Scalar>>of(
              Scalar::expm1, Scalar::log1p, Scalar::sin, Scalar::tanh, Scalar::erf)) {
        assertThat(Sweep.of(DType.F32, function).one(f)).isEqualTo(f);
        assertThat(Sweep.of(DType.F64, function).one(d)).isEqualTo(d);
      }
    }
  }

  @Test
  void logarithmsAreNanBelowTheirPole() {
    for (double x : new double[] {-Double.MIN_VALUE, -1, -Double.MAX_VALUE}) {
      assertThat(Sweep.of(DType.F64, Scalar::log).one(x)).isNaN();
    }
    assertThat(Sweep.of(DType.F32, Scalar::log).one(-Float.MIN_VALUE)).isNaN();
    assertThat(Sweep.of(DType.F32, Scalar::log1p).one(Math.nextDown(-1f))).isNaN();
    assertThat(Sweep.of(DType.F32, Scalar::log1p).one(-1f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Sweep.of(DType.F64, Scalar::log1p).one(Math.nextDown(-1.0))).isNaN();
    assertThat(Sweep.of(DType.F64, Scalar::log1p).one(-1.0)).isEqualTo(-INF);
  }

  @Test
  void exponentialsOverflowWhereTheFormatEnds() {
    Sweep f64 = Sweep.of(DType.F64, Scalar::exp);
    assertThat(f64.one(709.782712893384)).isFinite();
    assertThat(f64.one(Math.nextUp(709.782712893384))).isEqualTo(INF);
    assertThat(f64.one(1e300)).isEqualTo(INF);
    assertThat(f64.one(-745.1332191019411)).isEqualTo(Double.MIN_VALUE);
    assertThat(f64.one(-745.1332191019412)).isZero();
    assertThat(f64.one(-1e300)).isZero();
    Sweep f32 = Sweep.of(DType.F32, Scalar::exp);
    assertThat(f32.one(88.72283f)).isFinite();
    assertThat(f32.one(88.72284f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(f32.one(-103.97207f)).isEqualTo(Float.MIN_VALUE);
    assertThat(f32.one(-103.97209f)).isZero();
  }

  @Test
  void exactValuesAreExact() {
    assertThat(Sweep.of(DType.F32, Scalar::exp).one(0f)).isEqualTo(1);
    assertThat(Sweep.of(DType.F64, Scalar::cos).one(0.0)).isEqualTo(1);
    assertThat(Double.doubleToRawLongBits(Sweep.of(DType.F64, Scalar::log).one(1.0))).isZero();
    assertThat(Sweep.ofPower(DType.F32).one(3f, 4f)).isEqualTo(81);
    assertThat(Sweep.ofPower(DType.F64).one(-2.0, 1023.0)).isEqualTo(-0x1p1023);
    assertThat(Sweep.ofPower(DType.F64).one(2.0, -1074.0)).isEqualTo(Double.MIN_VALUE);
    assertThat(Sweep.ofPower(DType.F32).one(2f, -149f)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void powersHaveTheSignsZerosAndInfinitiesOfIeee754() {
    Sweep f32 = Sweep.ofPower(DType.F32);
    Sweep f64 = Sweep.ofPower(DType.F64);
    for (double x : BASES) {
      for (double y : EXPONENTS) {
        same(f64.one(x, y), power(x, y), x, y);
        float want = (float) power((float) x, (float) y);
        same(f32.one((float) x, (float) y), want, x, y);
      }
    }
  }

  /** Java's power is that of IEEE 754 (9.2.1) but for ±1. */
  private static double power(double x, double y) {
    boolean one = x == 1 || x == -1 && Double.isInfinite(y);
    return one ? 1 : StrictMath.pow(x, y);
  }

  @Test
  void powersOfOneAndZerothPowersAreOneWhateverTheOtherIs() {
    Sweep f32 = Sweep.ofPower(DType.F32);
    Sweep f64 = Sweep.ofPower(DType.F64);
    for (double v : new double[] {NAN, INF, -INF, 0, -0.0, 1, -1, 0.5, Double.MAX_VALUE}) {
      assertThat(f64.one(1.0, v)).isOne();
      assertThat(f32.one(1f, (float) v)).isOne();
      assertThat(f64.one(v, 0.0)).isOne();
      assertThat(f32.one((float) v, -0f)).isOne();
    }
    assertThat(f64.one(-1.0, INF)).isOne();
    assertThat(f32.one(-1f, Float.NEGATIVE_INFINITY)).isOne();
    assertThat(f64.one(-1.0, NAN)).isNaN();
    assertThat(f32.one(-1f, 0.5f)).isNaN();
    assertThat(f64.one(-1.0, 3.0)).isEqualTo(-1);
    assertThat(f64.one(NAN, 1.0)).isNaN();
  }

  /** Finite values are compared in sign and size alone: their errors are measured elsewhere. */
  private static void same(double got, double want, double x, double y) {
    boolean plain = Double.isFinite(want) && want != 0;
    if (plain) {
      assertThat(got / want).as("%s ^ %s", x, y).isBetween(1 - 1e-6, 1 + 1e-6);
    } else {
      assertThat(Double.compare(got, want)).as("%s ^ %s = %s, not %s", x, y, want, got).isZero();
    }
  }

  private static List<UnaryOperator<Scalar>> functions() {
    return List.of(
        Scalar::exp,
        Scalar::expm1,
        Scalar::log,
        Scalar::log1p,
        Scalar::sin,
        Scalar::cos,
        Scalar::tanh,
        Scalar::erf);
  }

  private static void edges(UnaryOperator<Scalar> function, DoubleUnaryOperator reference) {
    Sweep f32 = Sweep.of(DType.F32, function);
    Sweep f64 = Sweep.of(DType.F64, function);
    for (double x : EDGES) {
      double want = reference.applyAsDouble(x);
      assertThat(Double.compare(f64.one(x), want)).as("f64 at %s: %s", x, want).isZero();
      assertThat(Float.compare(f32.one((float) x), (float) want))
          .as("f32 at %s: %s", x, want)
          .isZero();
    }
  }
}
