// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.ops.Expr;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * A function whose errors are measured.
 *
 * @param name its name in the framework, with its parameters
 * @param function the function
 * @param value its true values
 * @param slope the true values of its derivative
 * @param low the lower end of the interval in which most happens
 * @param high the upper end
 * @param places where it changes its way, has a zero, a pole or a kink, or leaves the range
 * @param valueFloor a size at each input: errors of smaller values count in its last places
 * @param slopeFloor the same for the derivative
 * @param reason why an error is over 1 ulp, if one is
 */
record Measured(
    String name,
    UnaryOperator<Expr> function,
    DoubleFunction<Wide> value,
    DoubleFunction<Wide> slope,
    double low,
    double high,
    ImmutableDoubleArray places,
    DoubleUnaryOperator valueFloor,
    DoubleUnaryOperator slopeFloor,
    String reason) {
  static final DoubleUnaryOperator NONE = _ -> 0;

  /** Returns a function with its true values and those of its derivative. */
  static Measured of(
      String name,
      UnaryOperator<Expr> function,
      DoubleFunction<Wide> value,
      DoubleFunction<Wide> slope) {
    return new Measured(
        name, function, value, slope, -10, 10, ImmutableDoubleArray.of(), NONE, NONE, "");
  }

  /** Returns this with the interval in which most happens, and places to look at closely. */
  Measured at(double from, double to, double... closely) {
    return new Measured(
        name,
        function,
        value,
        slope,
        from,
        to,
        ImmutableDoubleArray.copyOf(closely),
        valueFloor,
        slopeFloor,
        reason);
  }

  /**
   * Returns this with floors for zeros that lie between floating numbers: next to one, the value is
   * what is left of terms that cancel, and has fewer digits than they.
   */
  Measured floors(DoubleUnaryOperator ofValue, DoubleUnaryOperator ofSlope) {
    return new Measured(name, function, value, slope, low, high, places, ofValue, ofSlope, reason);
  }

  /** Returns this with the reason why an error is over 1 ulp. */
  Measured because(String why) {
    return new Measured(
        name, function, value, slope, low, high, places, valueFloor, slopeFloor, why);
  }

  /** Returns whether there is a floor for the value, or with order 1 for the derivative. */
  boolean hasFloor(int order) {
    return (order == 0 ? valueFloor : slopeFloor) != NONE;
  }

  /**
   * Returns the error of a result in units in the last place; ∞ if it is of another kind than the
   * true value, or a zero of the wrong sign: not that of a result that is too small for the format,
   * or of the function of 0. At a zero elsewhere, and of a derivative, either sign will do. What
   * the derivative of NaN is does not matter.
   *
   * @param order 0 for the function, 1 for its derivative
   * @param bits 24 or 53
   */
  double error(int order, double x, double got, int bits) {
    Wide want = (order == 0 ? value : slope).apply(x);
    if (order == 0 && got == 0 && (x == 0 || !want.isZero()) && differInSign(got, want.high())) {
      return Double.POSITIVE_INFINITY;
    }
    double floor = (order == 0 ? valueFloor : slopeFloor).applyAsDouble(x);
    double ulps = want.ulpsTo(got, bits, bits == 24 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT);
    if (order == 1 && !(ulps <= 1) && Double.isNaN(value.apply(x).high())) {
      return 0;
    }
    boolean below = ulps > 0 && want.abs().value() < floor;
    return below ? ulps * want.abs().over(floor).value() : ulps;
  }

  private static boolean differInSign(double got, double want) {
    return want == want && Math.copySign(1, got) != Math.copySign(1, want);
  }

  /** Returns all functions, family by family. */
  static ImmutableList<Measured> all() {
    return ImmutableList.<Measured>builder()
        .addAll(ElementaryList.all())
        .addAll(SpecialList.all())
        .addAll(ActivationList.all())
        .build();
  }
}
