package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Estimate.Behaviour;
import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Optional;

/**
 * Decides whether a derivative by the rules and one by differences confirm each other.
 *
 * <p>The two may be apart by the estimated error of the differences, and by the rounding of the
 * rules: each node rounds, and the sum over the outputs rounds once for each of them. No relative
 * tolerance is in it, so a derivative is checked as sharply as the arithmetic allows, be it large
 * or small. Where that is not sharp at all, the judge says so instead of agreeing.
 *
 * @param unit the unit roundoff of the function's arithmetic
 * @param roundings how often the rules round
 * @param extra a relative difference that is allowed beyond that
 * @param largest the largest magnitude of a derivative at the point
 * @param ruleRounding what rounding of large numbers inside the rules may add: less than this is no
 *     proof of error
 * @param valueRounding the same of numbers inside the function, to the outputs; infinite if they
 *     are nothing but rounding
 */
record Judge(
    double unit,
    int roundings,
    double extra,
    double largest,
    double ruleRounding,
    double valueRounding) {
  /** An error estimate from a dozen differences is itself uncertain. */
  static final double SAFETY = 8;

  /** Even a single node may round this often inside. */
  static final int ROUNDINGS = 64;

  /**
   * Returns how far apart the two derivatives may be.
   *
   * @param numeric the derivative by differences
   * @param floor what rounding of unchanged outputs may add
   */
  double tolerance(Estimate numeric, double floor) {
    double rounding = unit * (ROUNDINGS + roundings + numeric.changing()) * numeric.scale();
    double unchanged = numeric.scale() == 0 ? ROUNDINGS * unit * floor : 0;
    return SAFETY * numeric.error() + rounding + unchanged + allowed(numeric) + Double.MIN_NORMAL;
  }

  private double allowed(Estimate numeric) {
    return extra * Math.max(Math.abs(numeric.value()), numeric.scale());
  }

  /**
   * Returns why the two derivatives do not confirm each other; empty if they do.
   *
   * @param tolerance see {@link #tolerance}
   */
  Optional<Kind> fault(double analytic, Estimate numeric, double tolerance) {
    if (numeric.behaviour() == Behaviour.UNDEFINED) {
      return Optional.of(Kind.UNDEFINED);
    }
    if (!Double.isFinite(analytic)) {
      return Optional.of(Kind.NOT_FINITE);
    }
    if (numeric.behaviour() != Behaviour.SMOOTH) {
      return Optional.of(Kind.NOT_SMOOTH);
    }
    double error = Math.abs(analytic - numeric.value());
    if (!(error <= tolerance)) {
      double doubtful = tolerance + ruleRounding + valueRounding / numeric.step();
      return Optional.of(error <= doubtful ? Kind.UNRESOLVED : Kind.MISMATCH);
    }
    return isResolved(analytic, numeric, tolerance - allowed(numeric))
        ? Optional.empty()
        : Optional.of(Kind.UNRESOLVED);
  }

  /**
   * Returns whether the tolerance is small against the derivative; or as small against the largest
   * one as differences can be; or at least small, with a derivative that it swallows.
   */
  private boolean isResolved(double analytic, Estimate numeric, double tolerance) {
    double magnitude = Math.max(Math.abs(analytic), Math.abs(numeric.value()));
    return tolerance <= Math.max(1e-4, 0x1p17 * unit) * Math.max(magnitude, numeric.scale())
        || tolerance <= Math.min(1e-3, 0x1p20 * unit) * largest
        || magnitude <= tolerance && tolerance <= Math.max(1e-7, 0x1p14 * unit) * largest
        || magnitude == 0;
  }
}
