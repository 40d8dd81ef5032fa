// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import static dev.adjoint.benchmarks.accuracy.Functions.Angle;
import static dev.adjoint.benchmarks.accuracy.Functions.arctangent;
import static dev.adjoint.benchmarks.accuracy.Functions.exponential;
import static dev.adjoint.benchmarks.accuracy.Functions.exponentialMinusOne;
import static dev.adjoint.benchmarks.accuracy.Functions.logarithm;
import static dev.adjoint.benchmarks.accuracy.Functions.logarithmOfOnePlus;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** The elementary functions. */
final class ElementaryList {
  private static final Wide LN10 = logarithm(Wide.of(10));

  private ElementaryList() {}

  static ImmutableList<Measured> all() {
    return ImmutableList.<Measured>builder()
        .addAll(exact())
        .addAll(algebraic())
        .addAll(exponentials())
        .addAll(trigonometric())
        .addAll(hyperbolic())
        .build();
  }

  /** Functions whose values are among the doubles. */
  private static ImmutableList<Measured> exact() {
    return ImmutableList.of(
        simple("neg", Expr::neg, x -> -x, _ -> -1),
        simple("abs", Expr::abs, Math::abs, x -> x == 0 ? 0 : Math.copySign(1, x)),
        simple("sign", Expr::sign, Math::signum, _ -> 0),
        simple("floor", Expr::floor, Math::floor, _ -> 0),
        simple("ceil", Expr::ceil, Math::ceil, _ -> 0),
        simple("round", Expr::round, Math::rint, _ -> 0),
        simple("trunc", Expr::trunc, x -> x < 0 ? Math.ceil(x) : Math.floor(x), _ -> 0));
  }

  /** A function of doubles whose values need no rounding; NaN has a derivative of NaN. */
  static Measured simple(
      String name,
      UnaryOperator<Expr> function,
      DoubleUnaryOperator value,
      DoubleUnaryOperator slope) {
    return Measured.of(
            name,
            function,
            x -> Wide.of(value.applyAsDouble(x)),
            x -> Wide.of(slope.applyAsDouble(x)))
        .at(-10, 10, -3, -1, -0.5, 0.5, 1, 1.5, 3, 6);
  }

  private static ImmutableList<Measured> algebraic() {
    return ImmutableList.of(
        Measured.of(
            "reciprocal",
            Expr::reciprocal,
            x -> Wide.of(x).inverse(),
            x -> Wide.of(x).inverse().square().neg()),
        Measured.of("square", Expr::square, x -> Wide.of(x).square(), x -> Wide.of(x).scaled(1)),
        Measured.of(
                "sqrt",
                Expr::sqrt,
                x -> Wide.of(x).sqrt(),
                x -> Wide.of(x).sqrt().scaled(1).inverse())
            .because(
                "The derivative is 1/(2y) with the rounded root y, so that x need not be kept."),
        Measured.of(
            "rsqrt",
            Expr::rsqrt,
            x -> Wide.of(x).sqrt().inverse(),
            x -> Wide.of(x).sqrt().times(x).scaled(1).inverse().neg()),
        Measured.of(
            "cbrt",
            Expr::cbrt,
            x -> cubeRoot(x),
            x -> x == 0 ? Wide.of(1.0 / 0) : cubeRoot(x).square().times(3).inverse()),
        Measured.of(
                "pow(3)",
                x -> x.pow(3),
                x -> Wide.of(x).square().times(x),
                x -> Wide.of(x).square().times(3))
            .because(
                "The derivative is a power times the exponent: two roundings, the first of which counts as often as the exponent says where the power is subnormal."),
        Measured.of(
                "pow(2.5)",
                x -> x.pow(2.5),
                x -> rootOfPositive(x).times(Wide.of(x).square()),
                x -> rootOfPositive(x).times(Wide.of(x).abs()).times(2.5))
            .because(
                "The derivative is a power times the exponent: two roundings, the first of which counts as often as the exponent says where the power is subnormal."));
  }

  /** Returns {@code √x}; of −∞ and −0 as powers have it in IEEE 754. */
  private static Wide rootOfPositive(double x) {
    return Wide.of(x == 0 || Double.isInfinite(x) ? Math.abs(x) : x).sqrt();
  }

  private static Wide cubeRoot(double x) {
    if (x == 0 || !Double.isFinite(x)) {
      return Wide.of(x);
    }
    Wide v = Wide.of(x);
    int third = Math.floorDiv(v.exponent(), 3);
    Wide lowered = v.scaled(-3 * third);
    Wide y = Wide.of(Math.cbrt(lowered.value()));
    Wide error = y.square().times(y).minus(lowered);
    return y.minus(error.over(y.square().times(3))).scaled(third);
  }

  private static ImmutableList<Measured> exponentials() {
    return ImmutableList.of(
        Measured.of("exp", Expr::exp, x -> exponential(Wide.of(x)), x -> exponential(Wide.of(x)))
            .at(-110, 90, 88.72284, -103.97208, -87.33655, 709.7827, -708.3964, -745.1332),
        Measured.of(
                "exp2",
                Expr::exp2,
                ElementaryList::powerOfTwo,
                x -> powerOfTwo(x).times(Constants.LN2))
            .at(-155, 130, 128, -126, -149, -150, 1024, -1022, -1074, -1075, 128.53, 1024.53)
            .because(
                "Where the derivative is subnormal, the sum of both parts of a double word rounds twice."),
        Measured.of(
                "expm1",
                Expr::expm1,
                x -> exponentialMinusOne(Wide.of(x)),
                x -> exponential(Wide.of(x)))
            .at(-40, 90, 88.72284, -17.33, -37.43, 0.3465736, -0.3465736, 709.7827, -103.972)
            .because("Next to ±½·ln 2, from where on 1 is taken from a rounded exponential."),
        ofPositive("log", Expr::log, Functions::logarithm, Wide::inverse),
        ofPositive(
            "log2",
            Expr::log2,
            x -> logarithm(x).over(Constants.LN2),
            x -> x.times(Constants.LN2).inverse()),
        ofPositive(
            "log10", Expr::log10, x -> logarithm(x).over(LN10), x -> x.times(LN10).inverse()),
        Measured.of(
                "log1p",
                Expr::log1p,
                x -> logarithmOfOnePlus(Wide.of(x)),
                x -> Wide.of(x).plus(1).inverse())
            .at(-1, 5, -1, -0.29289, 0.41421, 1.8284, -0.5));
  }

  private static Measured ofPositive(
      String name,
      UnaryOperator<Expr> function,
      UnaryOperator<Wide> value,
      UnaryOperator<Wide> slope) {
    return Measured.of(name, function, x -> value.apply(Wide.of(x)), x -> slope.apply(Wide.of(x)))
        .at(0, 5, 1, 0.70710678, 1.41421356, 2.828427);
  }

  private static Wide powerOfTwo(double x) {
    if (!(Math.abs(x) < 1e6)) {
      return exponential(Wide.of(x));
    }
    double k = Math.rint(x);
    return exponential(Constants.LN2.times(x - k)).scaled((int) k);
  }

  private static ImmutableList<Measured> trigonometric() {
    return ImmutableList.of(
        angular("sin", Expr::sin, Functions::sine, Functions::cosine)
            .because(
                "The reduced angle has a rounding error of its own, and the last steps of the polynomial theirs."),
        angular("cos", Expr::cos, Functions::cosine, x -> Functions.sine(x).neg())
            .because("As the sine."),
        angular(
                "tan",
                Expr::tan,
                x -> Functions.sine(x).over(Functions.cosine(x)),
                x -> Functions.cosine(x).square().inverse())
            .because("1 + tan² x, from a tangent that has some five bits more than the format."),
        Measured.of("asin", Expr::asin, x -> arcsine(x), x -> cosineOf(x).inverse())
            .at(-1, 1, -1, 1, 0.5, -0.5, 0.92388, 0.38268),
        Measured.of("acos", Expr::acos, x -> arccosine(x), x -> cosineOf(x).inverse().neg())
            .at(-1, 1, -1, 1, 0.5, -0.5, 0.92388, 0.38268),
        Measured.of(
                "atan",
                Expr::atan,
                x -> arctangent(Wide.of(x)),
                x -> Wide.of(x).square().plus(1).inverse())
            .at(-5, 5, -1, 1, 0.41421356, 2.4142136));
  }

  private static Measured angular(
      String name,
      UnaryOperator<Expr> function,
      DoubleFunction<Wide> value,
      DoubleFunction<Wide> slope) {
    return Measured.of(name, function, value, slope)
        .at(
            -20, 20, 0.7853982, 0.9956917, 1.5707963, 2.3561945, 3.1415927, 4.712389, 6.2831853,
            0x1p23);
  }

  /** Returns {@code √(1 − x²)}. */
  private static Wide cosineOf(double x) {
    return Wide.ONE.minus(x).times(Wide.ONE.plus(x)).sqrt();
  }

  private static Wide arcsine(double x) {
    return Math.abs(x) == 1
        ? Constants.PI.times(x).scaled(-1)
        : arctangent(Wide.of(x).over(cosineOf(x)));
  }

  private static Wide arccosine(double x) {
    return x == -1
        ? Constants.PI
        : arctangent(Wide.ONE.minus(x).over(Wide.ONE.plus(x)).sqrt()).scaled(1);
  }

  private static ImmutableList<Measured> hyperbolic() {
    return ImmutableList.of(
        Measured.of("sinh", Expr::sinh, ElementaryList::sinh, ElementaryList::cosh)
            .at(-95, 95, 1, 89.41599, 710.4758),
        Measured.of("cosh", Expr::cosh, ElementaryList::cosh, ElementaryList::sinh)
            .at(-95, 95, 1, 89.41599, 710.4758),
        Measured.of("tanh", Expr::tanh, x -> tanh(x), x -> tanhSlope(x))
            .at(-22, 22, 0.625, 9.01, 10, 19.06, 51.98, 372.6)
            .because(
                "The value is a quotient of rounded sums from 0.625 on, to be cheap; so is the derivative."),
        Measured.of("asinh", Expr::asinh, ElementaryList::arsinh, x -> root(x).inverse())
            .at(-5, 5, 1, 0x1p13, 0x1p28, 0x1p30),
        Measured.of("acosh", Expr::acosh, ElementaryList::arcosh, ElementaryList::arcoshSlope)
            .at(1, 5, 1, 0x1p13, 0x1p28, 0x1p30),
        Measured.of(
                "atanh",
                Expr::atanh,
                x -> artanh(x),
                x -> Wide.ONE.minus(x).times(Wide.ONE.plus(x)).inverse())
            .at(-1, 1, -1, 1, 0.5, 0x1p-13, 0x1p-28));
  }

  static Wide sinh(double x) {
    Wide less = exponentialMinusOne(Wide.of(Math.abs(x)));
    if (x == 0 || !less.isFinite()) {
      return Wide.of(x);
    }
    Wide y = less.plus(less.over(less.plus(1))).scaled(-1);
    return x < 0 ? y.neg() : y;
  }

  static Wide cosh(double x) {
    Wide power = exponential(Wide.of(Math.abs(x)));
    return power.plus(power.inverse()).scaled(-1);
  }

  static Wide tanh(double x) {
    if (x == 0) {
      return Wide.of(x);
    }
    Wide less = exponentialMinusOne(Wide.of(-2 * Math.abs(x)));
    Wide y = less.neg().over(less.plus(2));
    return x < 0 ? y.neg() : y;
  }

  /** Returns {@code 1 − tanh² x = 4e^(−2|x|)/(1 + e^(−2|x|))²}. */
  private static Wide tanhSlope(double x) {
    Wide power = exponential(Wide.of(-2 * Math.abs(x)));
    return power.scaled(2).over(power.plus(1).square());
  }

  private static Wide root(double x) {
    return Wide.of(x).square().plus(1).sqrt();
  }

  private static Wide arsinh(double x) {
    Wide a = Wide.of(x).abs();
    if (x == 0 || !a.isFinite()) {
      return Wide.of(x);
    }
    Wide y = logarithmOfOnePlus(a.plus(a.square().over(root(x).plus(1))));
    return x < 0 ? y.neg() : y;
  }

  private static Wide arcosh(double x) {
    if (x < 1) {
      return Wide.of(Double.NaN);
    }
    Wide less = Wide.of(x).minus(1);
    return logarithmOfOnePlus(less.plus(less.times(Wide.of(x).plus(1)).sqrt()));
  }

  private static Wide arcoshSlope(double x) {
    return Wide.of(x).minus(1).times(Wide.of(x).plus(1)).sqrt().inverse();
  }

  private static Wide artanh(double x) {
    Wide v = Wide.of(x);
    if (x == 0) {
      return v;
    }
    return logarithmOfOnePlus(v.scaled(1).over(Wide.ONE.minus(v))).scaled(-1);
  }

  static Wide sinc(double x) {
    if (x == 0) {
      return Wide.ONE;
    }
    return Angle.ofHalfTurns(x).sine().over(Constants.PI.times(x));
  }
}
