// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import static dev.adjoint.benchmarks.accuracy.Functions.exponential;
import static dev.adjoint.benchmarks.accuracy.Functions.exponentialMinusOne;
import static dev.adjoint.benchmarks.accuracy.Functions.logarithmOfOnePlus;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import java.util.function.UnaryOperator;

/** The activations. */
final class ActivationList {
  private static final Wide ROOT_TWO = Wide.TWO.sqrt();
  private static final Wide ROOT_TWO_PI = Constants.PI.scaled(1).sqrt();
  private static final Wide SELU_SCALE = Wide.of(1.0507009873554804934193349852946);
  private static final Wide SELU_ALPHA = Wide.of(1.6732632423543772848170429916717);
  private static final Wide GELU_CUBE = Wide.of(0.044715);
  private static final Wide GELU_SCALE = Wide.of(8).over(Constants.PI).sqrt();

  private ActivationList() {}

  static ImmutableList<Measured> all() {
    return ImmutableList.<Measured>builder()
        .addAll(smooth())
        .addAll(exponentialUnits())
        .addAll(withCorners())
        .build();
  }

  private static ImmutableList<Measured> smooth() {
    return ImmutableList.of(
        Measured.of("sigmoid", Expr::sigmoid, x -> sigmoid(x), x -> sigmoidSlope(x))
            .at(-110, 40, 17.33, 88.7, -87.4, -103.97, -745.13, 36.74)
            .because("Quotients of rounded numbers, to be cheap."),
        Measured.of("logSigmoid", Activations::logSigmoid, x -> logSigmoid(x), x -> sigmoid(-x))
            .at(-40, 110, 17.33, 88.7, 103.97),
        Measured.of("softplus", Activations::softplus, x -> logSigmoid(-x).neg(), x -> sigmoid(x))
            .at(-110, 40, -17.33, -88.7, -103.97),
        gate("silu", Activations::silu, 1),
        gate("quickGelu", Activations::quickGelu, 1.702),
        Measured.of("gelu", Activations::gelu, x -> gelu(x), x -> geluSlope(x))
            .at(-40, 10, -0.7517915247, -5.6, -13, -14.3, -38.5, -37.5)
            .floors(Measured.NONE, x -> x > -2 ? 0x1p-8 : 0)
            .because(
                "A product of rounded numbers, to be cheap: networks spend much time here. Next to the zero of the derivative two of them cancel."),
        Measured.of("geluTanh", Activations::geluTanh, x -> geluTanh(x), x -> geluTanhSlope(x))
            .at(-25, 10, -0.7524614, -5, -10, -20)
            .floors(Measured.NONE, x -> x > -2 ? 0x1p-8 : 0),
        Measured.of("mish", Activations::mish, x -> mish(x), x -> mishSlope(x))
            .at(-110, 20, -1.1924, -88, -100, -103)
            .floors(Measured.NONE, x -> x > -3 ? 0x1p-8 : 0),
        Measured.of(
                "softsign",
                Activations::softsign,
                x -> Double.isInfinite(x) ? sign(x) : Wide.of(x).over(Wide.of(x).abs().plus(1)),
                x -> Wide.of(x).abs().plus(1).square().inverse())
            .at(-5, 5),
        Measured.of("tanhShrink", Activations::tanhShrink, x -> tanhShrink(x), x -> tanhSquare(x))
            .at(-20, 20, 0.625, 9, 19));
  }

  private static Wide sign(double x) {
    return Wide.of(Math.copySign(1, x));
  }

  /** Returns {@code 1/(1 + e⁻ˣ)}. */
  private static Wide sigmoid(double x) {
    return sigmoid(Wide.of(x));
  }

  private static Wide sigmoid(Wide u) {
    return exponential(u.neg()).plus(1).inverse();
  }

  private static Wide sigmoidSlope(double x) {
    Wide power = exponential(Wide.of(-Math.abs(x)));
    return power.over(power.plus(1).square());
  }

  private static Wide logSigmoid(double x) {
    Wide log = logarithmOfOnePlus(exponential(Wide.of(-Math.abs(x))));
    return Wide.of(Math.min(x, 0)).minus(log);
  }

  private static Measured gate(String name, UnaryOperator<Expr> function, double beta) {
    return Measured.of(
            name,
            function,
            x -> timesGate(x, Wide.of(x).times(beta)),
            x -> gateSlope(Wide.of(x).times(beta), Wide.of(x).times(beta)))
        .at(-110, 40, -1.2784645 / beta, -88 / beta, -100 / beta, -103 / beta, -745 / beta)
        .floors(Measured.NONE, x -> x * beta > -3 ? 0x1p-8 : 0);
  }

  /** Returns {@code x·σ(u)}. */
  private static Wide timesGate(double x, Wide u) {
    return Double.isInfinite(x) ? Wide.of(x > 0 ? x : -0.0) : sigmoid(u).times(x);
  }

  /** Returns {@code σ(u)·(1 + growth·σ(−u))}. */
  private static Wide gateSlope(Wide u, Wide growth) {
    if (!u.isFinite() && !Double.isNaN(u.high())) {
      return u.isNegative() ? Wide.ZERO : Wide.ONE;
    }
    return sigmoid(u).times(growth.times(sigmoid(u.neg())).plus(1));
  }

  /** Returns {@code Φ(x) = erfc(−x/√2)/2}. */
  private static Wide normal(double x) {
    return SpecialFunctions.erfc(Wide.of(-x).over(ROOT_TWO)).scaled(-1);
  }

  private static Wide gelu(double x) {
    return Double.isInfinite(x) ? Wide.of(x > 0 ? x : -0.0) : normal(x).times(x);
  }

  private static Wide geluSlope(double x) {
    if (Double.isInfinite(x)) {
      return Wide.of(x > 0 ? 1 : 0);
    }
    Wide density = exponential(Wide.of(x).square().scaled(-1).neg()).over(ROOT_TWO_PI);
    return normal(x).plus(density.times(x));
  }

  /** Returns {@code √(8/π)·(x + factor·0.044715·x³)}. */
  private static Wide geluArgument(double x, int factor) {
    Wide square = Wide.of(x).square();
    return square.times(GELU_CUBE).times(factor).plus(1).times(x).times(GELU_SCALE);
  }

  private static Wide geluTanh(double x) {
    return timesGate(x, geluArgument(x, 1));
  }

  private static Wide geluTanhSlope(double x) {
    return gateSlope(geluArgument(x, 1), geluArgument(x, 3));
  }

  /** Returns {@code e² + 2e} with {@code e = eˣ}: {@code tanh(ln(1 + e))} is this by this and 2. */
  private static Wide mishPart(double x) {
    Wide power = exponential(Wide.of(x));
    return power.times(power.plus(2));
  }

  private static Wide mish(double x) {
    if (Double.isInfinite(x)) {
      return Wide.of(x > 0 ? x : -0.0);
    }
    return mishPart(x).over(mishPart(x).plus(2)).times(x);
  }

  private static Wide mishSlope(double x) {
    if (Double.isInfinite(x)) {
      return Wide.of(x > 0 ? 1 : 0);
    }
    Wide power = exponential(Wide.of(x));
    Wide sum = mishPart(x).plus(2);
    Wide change = power.times(power.plus(1)).scaled(2).over(sum.square());
    return mishPart(x).over(sum).plus(change.times(x));
  }

  /** Returns {@code x − tanh x}, near 0 by the series of {@code x·cosh x − sinh x}. */
  private static Wide tanhShrink(double x) {
    if (!(Math.abs(x) < 1)) {
      return Double.isInfinite(x) ? Wide.of(x) : Wide.of(x).minus(ElementaryList.tanh(x));
    }
    if (x == 0) {
      return Wide.of(x);
    }
    Wide square = Wide.of(x).square();
    Wide term = square.times(x).over(3);
    Wide sum = term;
    for (int n = 2; term.abs().over(sum.abs()).value() > 0x1p-110; n++) {
      term = term.times(square).over(2.0 * (n - 1) * (2 * n + 1));
      sum = sum.plus(term);
    }
    return sum.over(ElementaryList.cosh(x));
  }

  private static Wide tanhSquare(double x) {
    return ElementaryList.tanh(x).square();
  }

  private static ImmutableList<Measured> exponentialUnits() {
    return ImmutableList.of(
        Measured.of(
                "elu(1)",
                x -> Activations.elu(x, 1),
                x -> x > 0 ? Wide.of(x) : exponentialMinusOne(Wide.of(x)),
                x -> x > 0 ? Wide.ONE : exponential(Wide.of(x)))
            .at(-110, 5, -17.3, -37.4, -87.4, -103.9, -0.3465736),
        Measured.of(
                "celu(1)",
                x -> Activations.celu(x, 1),
                x -> x > 0 ? Wide.of(x) : exponentialMinusOne(Wide.of(x)),
                x -> x > 0 ? Wide.ONE : exponential(Wide.of(x)))
            .at(-110, 5, -17.3, -37.4, -87.4, -103.9, -0.34),
        Measured.of(
                "selu",
                Activations::selu,
                x ->
                    x > 0
                        ? SELU_SCALE.times(x)
                        : exponentialMinusOne(Wide.of(x)).times(SELU_SCALE).times(SELU_ALPHA),
                x ->
                    x > 0
                        ? SELU_SCALE
                        : exponential(Wide.of(x)).times(SELU_SCALE).times(SELU_ALPHA))
            .at(-110, 5, -17.3, -37.4, -87.4, -103.9, -0.34));
  }

  private static ImmutableList<Measured> withCorners() {
    return ImmutableList.of(
        ElementaryList.simple("relu", Expr::relu, x -> Math.max(x, 0), x -> x > 0 ? 1 : 0),
        ElementaryList.simple(
            "relu6",
            Activations::relu6,
            x -> Math.min(Math.max(x, 0), 6),
            x -> x > 0 && x < 6 ? 1 : 0),
        ElementaryList.simple(
            "hardTanh",
            Activations::hardTanh,
            x -> Math.min(Math.max(x, -1), 1),
            x -> Math.abs(x) < 1 ? 1 : 0),
        Measured.of(
                "leakyRelu(0.01)",
                x -> Activations.leakyRelu(x, 0.01),
                x -> x > 0 ? Wide.of(x) : Wide.of(x).times(0.01),
                x -> Wide.of(x > 0 ? 1 : 0.01))
            .at(-5, 5),
        Measured.of(
                "hardSigmoid",
                Activations::hardSigmoid,
                x -> x <= -3 ? Wide.ZERO : x > 3 ? Wide.ONE : Wide.of(x).plus(3).over(6),
                x -> Math.abs(x) < 3 ? Wide.ONE.over(6) : Wide.of(0))
            .at(-4, 4, -3, 3),
        Measured.of(
                "hardSwish",
                Activations::hardSwish,
                x -> x <= -3 ? Wide.ZERO : x > 3 ? Wide.of(x) : Wide.of(x).plus(3).times(x).over(6),
                x -> x <= -3 ? Wide.ZERO : x >= 3 ? Wide.ONE : Wide.of(x).scaled(1).plus(3).over(6))
            .at(-4, 4, -3, 3, -1.5)
            .floors(Measured.NONE, x -> x > -3 ? 0x1p-8 : 0),
        Measured.of(
                "softShrink(0.5)",
                x -> Activations.softShrink(x, 0.5),
                x ->
                    Math.abs(x) <= 0.5
                        ? Wide.of(Math.copySign(0, x))
                        : Wide.of(x).minus(Math.copySign(0.5, x)),
                x -> Wide.of(Math.abs(x) > 0.5 ? 1 : 0))
            .at(-4, 4, -0.5, 0.5),
        ElementaryList.simple(
            "hardShrink(0.5)",
            x -> Activations.hardShrink(x, 0.5),
            x -> Math.abs(x) <= 0.5 ? 0 : x,
            x -> Math.abs(x) > 0.5 ? 1 : 0));
  }
}
