// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * What the values {@code F(−h), F(0), F(h)} on a line say, for outputs weighted by a cotangent
 * {@code v}. Outputs are subtracted one by one before they are summed, so that those which do not
 * change add no rounding.
 *
 * @param h the step
 * @param slope {@code Σ vₖ (Fₖ(h) − Fₖ(−h)) / 2h}
 * @param scale {@code Σ |vₖ| (|Fₖ(h) − Fₖ(0)| + |Fₖ(0) − Fₖ(−h)|) / 2h}, the slope without
 *     cancellation
 * @param bend {@code Σ vₖ (Fₖ(h) − 2Fₖ(0) + Fₖ(−h)) / h}, the slope right of the point minus that
 *     left of it
 * @param noise what rounding of the outputs does to the slope
 * @param changing how many outputs depend on the line
 */
record Differences(double h, double slope, double scale, double bend, double noise, int changing) {
  /** An output is rarely rounded but once; this many roundings are thought to be in it. */
  private static final double ROUNDINGS = 4;

  /** The values on both sides of the point. */
  record Sides(double h, double width, Reading left, Reading right) {
    /** Evaluates the function on both sides. */
    static Sides of(Line line, double h) {
      return new Sides(h, line.width(h), line.at(-h), line.at(h));
    }

    /** Returns whether the function takes the given branch on both sides. */
    boolean isOn(long branch) {
      return left.branch() == branch && right.branch() == branch;
    }

    /** Marks the outputs that differ from those at the point. */
    void mark(boolean[] affected, double[] base) {
      for (int k = 0; k < base.length; k++) {
        affected[k] |= left.values()[k] != base[k] || right.values()[k] != base[k];
      }
    }
  }

  /** What is known of a function at the point, before any step from it. */
  record Origin(Reading reading, double[] errors, double unit) {
    /** Returns the outputs. */
    double[] values() {
      return reading.values();
    }
  }

  /**
   * Returns the differences.
   *
   * @param sides the values on both sides of the point
   * @param origin those at the point, and what rounding does to each
   * @param affected which outputs depend on the line: others are left alone, but one of these that
   *     does not change at a small step is only rounded to where it was
   * @param v the weights of the outputs
   * @param jitter how many units of roundoff the width is uncertain by
   */
  static Differences of(Sides sides, Origin origin, boolean[] affected, double[] v, double jitter) {
    double[] base = origin.values();
    double[] left = sides.left.values();
    double[] right = sides.right.values();
    double unit = origin.unit();
    double slope = 0;
    double scale = 0;
    double bend = 0;
    double noise = 0;
    int changing = 0;
    for (int k = 0; k < base.length; k++) {
      if (affected[k]) {
        double rise = right[k] - base[k];
        double fall = base[k] - left[k];
        changing++;
        slope += v[k] * (right[k] - left[k]);
        scale += Math.abs(v[k]) * (Math.abs(rise) + Math.abs(fall));
        bend += v[k] * (rise - fall);
        double largest = Math.max(Math.abs(left[k]), Math.abs(right[k]));
        noise += Math.abs(v[k]) * Math.max(ROUNDINGS * unit * largest, origin.errors()[k]);
      }
    }
    double roundings = ROUNDINGS + changing + jitter;
    return new Differences(
        sides.h,
        slope / sides.width,
        scale / sides.width,
        bend / sides.h,
        noise / sides.h + unit * roundings * scale / sides.width,
        changing);
  }

  /** Returns whether the differences are numbers. */
  boolean isFinite() {
    return Double.isFinite(slope) && Double.isFinite(scale) && Double.isFinite(noise);
  }
}
