package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Differences.Sides;
import java.util.ArrayList;
import java.util.List;

/**
 * Differentiates the weighted sum {@code Σ vₖ Fₖ} of a function's outputs numerically at its point.
 */
final class NumericDerivative {
  private static final int STEPS = 12;

  private final double[] base;
  private final double[] v;
  private final double unit;
  private final double hidden;

  /**
   * Prepares derivatives.
   *
   * @param base the outputs at the point
   * @param v the weights of the outputs
   * @param unit the unit roundoff of the function's arithmetic
   * @param hidden the rounding of the largest numbers inside the function
   */
  NumericDerivative(double[] base, double[] v, double unit, double hidden) {
    this.base = base;
    this.v = v;
    this.unit = unit;
    this.hidden = hidden;
  }

  /**
   * Returns the derivative along a line. The first steps suit functions that vary on the scale of
   * 1. Where they give no sharp result, the scale of the point itself is tried, then wide steps,
   * for a small change of something large, then small ones, for functions with kinks, poles or the
   * end of their domain nearby.
   */
  Estimate along(Line line) {
    Estimate best = Estimate.undefined();
    boolean[] affected = new boolean[base.length];
    for (double widest : widestSteps(line.magnitude())) {
      Estimate next = Extrapolation.of(ladder(line, widest, affected), hidden);
      if (next.isBetterThan(best)) {
        best = next;
      }
      if (best.isSharp(unit)) {
        break;
      }
    }
    return best;
  }

  /**
   * Returns whether narrow steps contradict an estimate. Wide ones may step over all that a
   * function does, and agree about nothing: over the periods of {@code sin 10⁶x}, say.
   */
  boolean contradicts(Line line, Estimate estimate) {
    double[] widest = widestSteps(line.magnitude());
    boolean[] affected = new boolean[base.length];
    Estimate narrow = Extrapolation.of(ladder(line, widest[widest.length - 1], affected), hidden);
    return switch (narrow.behaviour()) {
      case UNDEFINED -> false;
      case KINK, JUMP -> true;
      case SMOOTH ->
          Math.abs(narrow.value() - estimate.value())
              > Judge.SAFETY * (narrow.error() + estimate.error());
    };
  }

  /** Returns powers of two, which change few bits of the point. */
  private static double[] widestSteps(double magnitude) {
    double near = 0x1p-3;
    double own = magnitude == 0 ? near : Math.scalb(near, Math.getExponent(magnitude));
    return magnitude > 0x1p20
        ? new double[] {own, near, own * 0x1p-10}
        : new double[] {near, own, 4, near * 0x1p-10, own * 0x1p-10};
  }

  /** Returns differences with halving steps, from the first below which all are finite. */
  private List<Differences> ladder(Line line, double widest, boolean[] affected) {
    List<Sides> sides = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      Sides next = Sides.of(line, Math.scalb(widest, -i));
      next.mark(affected, base);
      sides.add(next);
    }
    List<Differences> rows = new ArrayList<>();
    for (Sides s : sides) {
      Differences row = Differences.of(s, base, affected, v, unit, line.jitter(s.h()));
      if (row.isFinite()) {
        rows.add(row);
      } else {
        rows.clear();
      }
    }
    return rows;
  }
}
