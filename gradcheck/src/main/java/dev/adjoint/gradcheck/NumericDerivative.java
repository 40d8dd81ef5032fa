// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Differences.Origin;
import dev.adjoint.gradcheck.Differences.Sides;
import java.util.ArrayList;
import java.util.List;

/**
 * Differentiates the weighted sum {@code Σ vₖ Fₖ} of a function's outputs numerically at its point.
 */
final class NumericDerivative {
  /**
   * So many steps are tried, more where fewer give no sharp estimate; smooth functions need few.
   */
  private static final int[] STEPS = {5, 8, 12};

  /**
   * With fewer than all the estimate must be as sharp as if the unit roundoff were this: to some 12
   * digits.
   */
  private static final double FIRST_UNIT = 0x1p-68;

  private final Origin origin;
  private final double[] v;
  private final double hidden;

  /**
   * Prepares derivatives.
   *
   * @param origin what is known of the function at the point
   * @param v the weights of the outputs
   */
  NumericDerivative(Origin origin, double[] v) {
    this.origin = origin;
    this.v = v;
    double sum = 0;
    for (int k = 0; k < v.length; k++) {
      sum += Math.abs(v[k]) * origin.errors()[k];
    }
    this.hidden = sum;
  }

  /**
   * Returns the derivative along a line. The first steps suit functions that vary on the scale of
   * 1. Where they give no sharp result, the scale of the point itself is tried, then wide steps,
   * for a small change of something large, then small ones, for functions with kinks, poles or the
   * end of their domain nearby.
   */
  Estimate along(Line line) {
    Estimate best = Estimate.undefined();
    boolean[] affected = new boolean[v.length];
    for (double widest : widestSteps(line.magnitude())) {
      List<Sides> sides = new ArrayList<>();
      for (int steps : STEPS) {
        while (sides.size() < steps) {
          Sides next = Sides.of(line, Math.scalb(widest, -sides.size()));
          next.mark(affected, origin.values());
          sides.add(next);
        }
        Estimate next = Extrapolation.of(rows(line, sides, affected), hidden);
        if (next.isBetterThan(best)) {
          best = next;
        }
        if (best.isSharp(steps < STEPS[STEPS.length - 1] ? FIRST_UNIT : origin.unit())) {
          return best;
        }
      }
    }
    return best;
  }

  /** Returns powers of two, which change few bits of the point. */
  private static double[] widestSteps(double magnitude) {
    double near = 0x1p-3;
    double own = magnitude == 0 ? near : Math.scalb(near, Math.getExponent(magnitude));
    return magnitude > 0x1p20
        ? new double[] {own, near, own * 0x1p-10}
        : new double[] {near, own, 4, near * 0x1p-10, own * 0x1p-10};
  }

  /**
   * Returns what narrow and wide steps tell of the function around the point, where a derivative
   * alone does not settle whether a rule is right.
   */
  Surroundings around(Line line) {
    return CloseLook.along(line, origin, v);
  }

  /**
   * Returns differences with halving steps, from the first below which all are finite and on the
   * branch of the point.
   */
  private List<Differences> rows(Line line, List<Sides> sides, boolean[] affected) {
    List<Differences> rows = new ArrayList<>();
    for (Sides s : sides) {
      Differences row = Differences.of(s, origin, affected, v, line.jitter(s.h()));
      if (row.isFinite() && s.isOn(origin.reading().branch())) {
        rows.add(row);
      } else {
        rows.clear();
      }
    }
    return rows;
  }
}
