// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Estimate.Behaviour;
import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides whether a derivative by the rules and one by differences confirm each other.
 *
 * <p>The two may be apart by the estimated error of the differences, and by the rounding of the
 * rules: each node rounds, and the sum over the outputs rounds once for each of them. No relative
 * tolerance is in it, so a derivative is checked as sharply as the arithmetic allows, be it large
 * or small. Where that is not sharp at all, the judge says so instead of agreeing.
 *
 * <p>A quick estimate can confirm a rule, but never condemn it: for that the judge wants the {@link
 * Surroundings} of the point and what rounding does inside the rule.
 *
 * @param arithmetic the arithmetic of function and rules
 * @param roundings how often the rules round
 * @param extra a relative difference that is allowed beyond that
 * @param largest the largest magnitude of a derivative at the point
 */
record DerivativeComparison(
    WorkingPrecision arithmetic, int roundings, double extra, double largest) {
  /** An error estimate from a dozen differences is itself uncertain. */
  static final double SAFETY = 8;

  /** Even a single node may round this often inside. */
  static final int ROUNDINGS = 64;

  /** So often constants that were rounded to F32 may occur as factors of a derivative. */
  private static final int CONSTANTS = 8;

  /** Errors of rules are measured by moving each number by so many units of roundoff. */
  private static final double MOVED = 4;

  /** When rounding reaches this part of all that the outputs do, differences say nothing. */
  private static final double SWAMPED = 0x1p-10;

  /** An error beyond this part of what it is about proves nothing. */
  private static final double MEANINGFUL = 0x1p-4;

  /** So far a rule must be off for a derivative without differences to condemn it alone. */
  private static final double PROOF = 1e-6;

  /** Slopes of single outputs at a kink are known to so many digits. */
  private static final double CRUDE = 1e-5;

  /**
   * What the judge says.
   *
   * @param numeric the derivative by differences
   * @param tolerance how far apart the two may be
   * @param fault why they do not confirm each other; empty if they do
   * @param kink whether the derivative by the rules was held against the slopes on both sides
   */
  record Opinion(double numeric, double tolerance, Optional<Kind> fault, boolean kink) {
    private static Opinion of(double numeric, double tolerance, Kind fault) {
      return new Opinion(numeric, tolerance, Optional.of(fault), false);
    }

    private static Opinion atKink(double numeric, double tolerance, Kind fault) {
      return new Opinion(numeric, tolerance, Optional.of(fault), true);
    }

    /** Returns whether the two do not confirm each other for the given reason. */
    boolean has(Kind kind) {
      return fault.filter(kind::equals).isPresent();
    }

    /** Returns the same, but that there is no proof. */
    Opinion doubted() {
      return of(numeric, tolerance, kink ? Kind.NOT_SMOOTH : Kind.UNRESOLVED);
    }

    /** Returns the same, but that the derivative is right for a kink. */
    Opinion accepted() {
      return confirmed(numeric, tolerance, true);
    }

    private static Opinion confirmed(double numeric, double tolerance, boolean kink) {
      return new Opinion(numeric, tolerance, Optional.empty(), kink);
    }
  }

  /**
   * Returns what a quick estimate says; any fault is only a suspicion.
   *
   * @param floor what rounding of unchanged outputs may add
   */
  Opinion quickly(double analytic, Estimate numeric, double floor) {
    double rounding = relative(numeric.changing()) * numeric.scale();
    double unchanged = numeric.scale() == 0 ? ROUNDINGS * unit() * floor : 0;
    double known = SAFETY * numeric.error() + rounding + unchanged + Double.MIN_NORMAL;
    double tolerance = known + allowed(numeric.value(), numeric.scale());
    boolean agrees =
        numeric.behaviour() == Behaviour.SMOOTH
            && Math.abs(analytic - numeric.value()) <= tolerance;
    boolean sharp = isResolved(analytic, numeric.value(), numeric.scale(), known, 0);
    return agrees && sharp
        ? Opinion.confirmed(numeric.value(), tolerance, false)
        : Opinion.of(numeric.value(), tolerance, agrees ? Kind.UNRESOLVED : Kind.MISMATCH);
  }

  /**
   * Returns what the surroundings of the point say.
   *
   * @param ruleError what rounding inside the rule does to its derivative
   * @param magnitude the largest magnitude among the numbers that are differentiated by
   */
  Opinion closely(double analytic, Surroundings around, double ruleError, double magnitude) {
    return switch (around.kind()) {
      case EDGE -> Opinion.of(around.slope().value(), 0, Kind.UNDEFINED);
      case JUMP -> Opinion.of(around.slope().value(), 0, Kind.NOT_SMOOTH);
      case BRANCH -> inside(analytic, around, ruleError, magnitude);
      case KINK -> {
        Opinion inside = inside(analytic, around, ruleError, magnitude);
        yield inside.fault().isEmpty() ? inside : between(analytic, around, ruleError);
      }
    };
  }

  /**
   * Returns what a derivative by the instructions of the function says, where differences proved
   * nothing or something else.
   *
   * @param tangent the derivative of each weighted output; empty if it is not known
   * @param ruleError what rounding inside the rule does to its derivative
   * @param close what differences say
   */
  Opinion exactly(double analytic, Optional<double[]> tangent, double ruleError, Opinion close) {
    double exact = tangent.map(t -> Arrays.stream(t).sum()).orElse(Double.NaN);
    if (!Double.isFinite(exact) || !Double.isFinite(analytic) || !Double.isFinite(ruleError)) {
      return close;
    }
    double scale = Arrays.stream(tangent.orElseThrow()).map(Math::abs).sum();
    double tolerance =
        SAFETY * ruleError + relative(0) * scale + allowed(exact, scale) + Double.MIN_NORMAL;
    double apart = Math.abs(analytic - exact);
    boolean sharp = tolerance <= MEANINGFUL * Math.max(scale, largest) || scale == 0;
    if (apart <= tolerance && sharp) {
      return Opinion.confirmed(exact, tolerance, false);
    }
    boolean proven = apart > PROOF * scale && apart > SAFETY * tolerance;
    return proven ? Opinion.of(exact, tolerance, Kind.MISMATCH) : close;
  }

  private Opinion inside(double analytic, Surroundings around, double ruleError, double magnitude) {
    Slope slope = around.slope();
    double known = known(slope, around, ruleError);
    double tolerance = known + allowed(slope.value(), around.scale());
    if (!slope.isKnown()) {
      return Opinion.of(slope.value(), tolerance, Kind.UNRESOLVED);
    }
    double apart = Math.abs(analytic - slope.value());
    if (apart <= tolerance) {
      return isResolved(analytic, slope.value(), around.scale(), known, ruleError)
          ? Opinion.confirmed(slope.value(), tolerance, false)
          : Opinion.of(slope.value(), tolerance, Kind.UNRESOLVED);
    }
    if (!Double.isFinite(analytic)) {
      boolean finite =
          slope.error() <= MEANINGFUL * Math.max(Math.abs(slope.value()), around.scale());
      return Opinion.of(slope.value(), tolerance, finite ? Kind.NOT_FINITE : Kind.UNRESOLVED);
    }
    boolean proven =
        slope.error() <= MEANINGFUL * apart
            && !isHidden(slope, around, apart - tolerance)
            && !isStill(around, apart, magnitude)
            && !isSwamped(around, apart, magnitude);
    return Opinion.of(slope.value(), tolerance, proven ? Kind.MISMATCH : Kind.UNRESOLVED);
  }

  /** At a kink every number between the slopes of both sides is as right as any other. */
  private Opinion between(double analytic, Surroundings around, double ruleError) {
    Slope left = around.left();
    Slope right = around.right();
    if (!left.isKnown() || !right.isKnown()) {
      return Opinion.of(around.slope().value(), 0, Kind.NOT_SMOOTH);
    }
    double low = Math.min(left.value(), right.value());
    double high = Math.max(left.value(), right.value());
    double known = Math.max(known(left, around, ruleError), known(right, around, ruleError));
    double tolerance = known + allowed(Math.max(Math.abs(low), Math.abs(high)), around.scale());
    double nearest = Math.clamp(Double.isNaN(analytic) ? low : analytic, low, high);
    double apart = Math.abs(analytic - nearest);
    double largestSlope = Math.max(Math.abs(low), Math.abs(high));
    boolean sharp = known <= 1e-3 * Math.max(largestSlope, largest) || known <= Double.MIN_NORMAL;
    if (!sharp) {
      return Opinion.of(nearest, tolerance, Kind.NOT_SMOOTH);
    }
    if (!Double.isFinite(analytic)) {
      return Opinion.atKink(nearest, tolerance, Kind.NOT_FINITE);
    }
    double slack = CRUDE * Math.max(Math.abs(around.least()), Math.abs(around.most()));
    boolean chosen = analytic >= around.least() - slack && analytic <= around.most() + slack;
    if (apart <= tolerance || high - low > tolerance && chosen) {
      return Opinion.confirmed(nearest, tolerance, high - low > tolerance);
    }
    boolean hidden =
        isHidden(left, around, apart - tolerance) || isHidden(right, around, apart - tolerance);
    return Opinion.atKink(nearest, tolerance, hidden ? Kind.NOT_SMOOTH : Kind.MISMATCH);
  }

  private double unit() {
    return arithmetic.unit();
  }

  /** Returns the rounding of rules and sums, relative to the derivative. */
  private double relative(int sums) {
    double constants = arithmetic.widened() ? CONSTANTS * WorkingPrecision.SINGLE : 0;
    return unit() * (ROUNDINGS + roundings + sums) + constants;
  }

  private double known(Slope slope, Surroundings around, double ruleError) {
    double scale = Math.max(Math.abs(slope.value()), around.scale());
    return SAFETY * (slope.error() + ruleError) + relative(0) * scale + Double.MIN_NORMAL;
  }

  /** Returns whether outputs that seem not to change may hide a difference of derivatives. */
  private static boolean isHidden(Slope slope, Surroundings around, double apart) {
    return apart <= SAFETY * around.hidden() / slope.step();
  }

  /**
   * Returns whether no output moves at all, though by the rule they would move by less than they
   * are rounded where the point moves by as much as it is.
   */
  private static boolean isStill(Surroundings around, double apart, double magnitude) {
    return around.scale() == 0 && apart * magnitude <= SAFETY * around.hidden();
  }

  private double allowed(double value, double scale) {
    return extra == 0 ? 0 : extra * Math.max(Math.abs(value), scale);
  }

  /**
   * Returns whether the outputs move by little more than rounding, or would if the last bit of the
   * point changed: then a derivative as large as the one in question need not show.
   */
  private boolean isSwamped(Surroundings around, double apart, double magnitude) {
    if (around.noise() == 0) {
      return false;
    }
    double moves = Math.max(around.variation(), around.size());
    double least = Math.max(around.variation(), 0x1p20 * unit() * around.size());
    return around.noise() > SWAMPED * moves || apart * unit() * magnitude > SWAMPED * least;
  }

  /**
   * Returns whether the tolerance is small against the derivative; or as small against the largest
   * one as differences can be; or at least small, with a derivative that it swallows; or small
   * against the numbers of which the rule's derivative is what cancellation left.
   */
  private boolean isResolved(
      double analytic, double numeric, double scale, double tolerance, double ruleError) {
    double magnitude = Math.max(Math.abs(analytic), Math.abs(numeric));
    return tolerance <= Math.max(1e-4, 0x1p17 * unit()) * Math.max(magnitude, scale)
        || tolerance <= Math.min(1e-3, 0x1p20 * unit()) * largest
        || magnitude <= tolerance && tolerance <= Math.max(1e-7, 0x1p14 * unit()) * largest
        || tolerance
            <= Math.max(1e-6, 0x1p14 * unit()) * ruleError / (MOVED * arithmetic.ruleUnit())
        || magnitude == 0;
  }
}
