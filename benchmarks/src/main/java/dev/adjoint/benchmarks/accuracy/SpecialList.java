// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import static dev.adjoint.benchmarks.accuracy.Functions.exponential;
import static dev.adjoint.benchmarks.accuracy.Functions.logarithm;
import static dev.adjoint.benchmarks.accuracy.Functions.logarithmOfOnePlus;
import static dev.adjoint.benchmarks.accuracy.SpecialFunctions.bessel;
import static dev.adjoint.benchmarks.accuracy.SpecialFunctions.logGamma;
import static dev.adjoint.benchmarks.accuracy.SpecialFunctions.polygamma;
import static dev.adjoint.benchmarks.accuracy.SpecialFunctions.scaledBessel;

import com.google.common.collect.ImmutableList;
import dev.adjoint.benchmarks.accuracy.Functions.Angle;
import dev.adjoint.ops.Special;

/** The special functions. */
final class SpecialList {
  private static final double[] GAMMA_PLACES = {
    1,
    2,
    3,
    8,
    1.4616321449683622,
    -0.5040830082644554,
    -1,
    -1.573498473162390,
    -2,
    -2.4570247382208006,
    -2.7476826467274127
  };

  private SpecialList() {}

  static ImmutableList<Measured> all() {
    return ImmutableList.of(
        Measured.of("sinc", Special::sinc, ElementaryList::sinc, SpecialList::sincSlope)
            .at(-6, 6, 0.5, 1, 2, 3, 1.4302966532)
            .floors(Measured.NONE, x -> Math.abs(x) < 1 ? 0 : 0x1p-8 / Math.abs(x))
            .because("Next to the zeros of the derivative a cosine and a quotient cancel."),
        Measured.of("erf", Special::erf, x -> SpecialFunctions.erf(Wide.of(x)), x -> bell(x))
            .at(-7, 7, 1, 3.93, 5.93, -1),
        Measured.of(
                "erfc", Special::erfc, x -> SpecialFunctions.erfc(Wide.of(x)), x -> bell(x).neg())
            .at(-7, 28, 0.25, -0.25, 10.05, 26.55, 28),
        Measured.of(
                "erfinv", Special::erfinv, SpecialFunctions::erfInverse, SpecialList::erfinvSlope)
            .at(-1, 1, -1, 1, 0.5, 1e-3)
            .because("The last step ends with the error of erf."),
        Measured.of("logit", Special::logit, SpecialList::logit, SpecialList::logitSlope)
            .at(0, 1, 0.5, 1),
        Measured.of("entropy", Special::entropy, SpecialList::entropy, SpecialList::entropySlope)
            .at(0, 3, 1, 0.36787944117)
            .floors(Measured.NONE, _ -> 0x1p-8),
        Measured.of("lgamma", Special::lgamma, x -> logGamma(x), x -> polygamma(0, x))
            .at(-6, 20, GAMMA_PLACES)
            .floors(SpecialList::floorOfNegative, _ -> 0x1p-8)
            .because("For negative x, terms of the reflection formula cancel next to its zeros."),
        Measured.of("digamma", Special::digamma, x -> polygamma(0, x), x -> polygamma(1, x))
            .at(-6, 20, GAMMA_PLACES)
            .floors(_ -> 0x1p-8, Measured.NONE)
            .because("For negative x, terms of the reflection formula cancel next to its zeros."),
        Measured.of(
                "polygamma(1)",
                x -> Special.polygamma(x, 1),
                x -> polygamma(1, x),
                x -> polygamma(2, x))
            .at(-6, 20, GAMMA_PLACES)
            .floors(Measured.NONE, SpecialList::floorOfNegative)
            .because(
                "For negative x, terms of the reflection formula cancel next to the zeros of the derivative. Powers of large x are rounded more than once."),
        Measured.of("besselI0", Special::besselI0, x -> bessel(0, x), x -> odd(x, bessel(1, x)))
            .at(-95, 95, 91.9, 700.9, 713.98),
        Measured.of(
                "besselI1",
                Special::besselI1,
                x -> odd(x, bessel(1, x)),
                x -> bessel(0, x).plus(bessel(2, x)).scaled(-1))
            .at(-95, 95, 91.9, 700.9, 713.98),
        Measured.of(
                "besselI0e",
                Special::besselI0e,
                x -> scaledBessel(0, x),
                x -> x == 0 ? Wide.ZERO : odd(x, SpecialFunctions.scaledBesselDifference(x).neg()))
            .at(-40, 40),
        Measured.of(
                "besselI1e",
                Special::besselI1e,
                x -> odd(x, scaledBessel(1, x)),
                SpecialList::besselI1eSlope)
            .at(-40, 40, 1.5451)
            .floors(Measured.NONE, x -> Math.abs(x) < 10 ? 0x1p-8 : 0));
  }

  private static double floorOfNegative(double x) {
    return x < 0 ? 0x1p-8 : 0;
  }

  private static Wide odd(double x, Wide y) {
    return x < 0 || y.isZero() && 1 / x < 0 ? y.neg() : y;
  }

  /** Returns {@code d/dx sin(πx)/(πx)}. */
  private static Wide sincSlope(double x) {
    Wide angle = Constants.PI.times(x);
    if (Math.abs(x) < 0.25) {
      Wide square = angle.square();
      Wide term = angle.over(-3);
      Wide sum = term;
      for (int n = 2; Math.abs(term.value()) > 0x1p-110 * Math.abs(sum.value()); n++) {
        term = term.times(square).over(-2.0 * (n - 1) * (2 * n + 1));
        sum = sum.plus(term);
      }
      return sum.times(Constants.PI);
    }
    if (!(Math.abs(x) < Double.POSITIVE_INFINITY)) {
      return Wide.of(Double.isNaN(x) ? x : 0);
    }
    Angle turns = Angle.ofHalfTurns(x);
    return turns.cosine().minus(turns.sine().over(angle)).over(x);
  }

  /** Returns {@code 2/√π·e^(−x²)}. */
  private static Wide bell(double x) {
    return exponential(Wide.of(x).square().neg()).over(Constants.ROOT_PI).scaled(1);
  }

  private static Wide erfinvSlope(double x) {
    Wide y = SpecialFunctions.erfInverse(x);
    return exponential(y.square()).times(Constants.ROOT_PI).scaled(-1);
  }

  private static Wide logit(double x) {
    Wide v = Wide.of(x);
    return Math.abs(x - 0.5) < 0.01
        ? logarithmOfOnePlus(v.scaled(1).minus(1).over(Wide.ONE.minus(v)))
        : logarithm(v.over(Wide.ONE.minus(v)));
  }

  private static Wide logitSlope(double x) {
    return Wide.ONE.minus(x).times(x).inverse();
  }

  private static Wide entropy(double x) {
    if (x < 0) {
      return Wide.of(Double.NEGATIVE_INFINITY);
    }
    return x == 0 ? Wide.ZERO : logarithm(Wide.of(x)).times(x).neg();
  }

  private static Wide entropySlope(double x) {
    return logarithm(Wide.of(x)).plus(1).neg();
  }

  /** Returns {@code e^−x·(I₀ − I₁/x − I₁)} of {@code |x|}, which is ½ at 0. */
  private static Wide besselI1eSlope(double x) {
    double a = Math.abs(x);
    if (!(a < Double.POSITIVE_INFINITY)) {
      return Wide.of(Double.isNaN(x) ? x : 0);
    }
    if (a < 1) {
      Wide mean = scaledBessel(0, a).plus(scaledBessel(2, a)).scaled(-1);
      return mean.minus(scaledBessel(1, a));
    }
    return SpecialFunctions.scaledBesselDifference(a).minus(scaledBessel(1, a).over(a));
  }
}
