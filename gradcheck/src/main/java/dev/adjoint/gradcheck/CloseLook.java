// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Differences.Origin;
import dev.adjoint.gradcheck.Surroundings.Kind;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Looks at a function along a line with steps of all sizes, from as far as the point is from 0 down
 * to its last digits. Only steps count on whose way the function takes no other branch than at the
 * point; where that leaves one side alone, the slope of that side is the derivative.
 */
final class CloseLook {
  /** The smallest step changes about this many of the last bits of the point. */
  private static final int LAST_BITS = 4;

  /** The widest step where the point is near 0. */
  private static final int WIDEST_EXPONENT = 2;

  /** So far below the widest step the smallest lies at a point that is 0. */
  private static final int DEPTH = 56;

  /** So many of the smallest steps tell a jump, and the noise. */
  private static final int LAST = 4;

  private static final int SMALLEST_EXPONENT = -200;

  /** So much narrower a step is than the widest on a branch where two are enough for a slope. */
  private static final int CRUDE = 12;

  private static final double ROUNDINGS = 4;

  private final double[] base;
  private final long branch;
  private final double[] v;
  private final double[] steps;
  private final Reading[] left;
  private final Reading[] right;
  private final double rounding;
  private final double noise;
  private final double hidden;

  private CloseLook(Line line, Origin origin, double[] v) {
    this.base = origin.values();
    this.branch = origin.reading().branch();
    this.v = v;
    double magnitude = line.magnitude();
    int bits = origin.unit() > 0x1p-40 ? 23 : 52;
    int own = magnitude == 0 ? WIDEST_EXPONENT - DEPTH : Math.getExponent(magnitude);
    int widest = Math.max(WIDEST_EXPONENT, own);
    int narrowest =
        magnitude == 0 ? widest - DEPTH : Math.max(own - bits + LAST_BITS, SMALLEST_EXPONENT);
    this.steps = new double[Math.max(LAST + 2, widest - narrowest + 1)];
    this.left = new Reading[steps.length];
    this.right = new Reading[steps.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.scalb(1.0, widest - i);
      left[i] = line.at(-steps[i]);
      right[i] = line.at(steps[i]);
    }
    this.rounding = roundings(origin.errors(), origin.unit());
    this.noise = Math.max(rounding, roughness());
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      sum += Math.abs(v[k]) * origin.errors()[k];
    }
    this.hidden = sum;
  }

  /**
   * Returns how the function behaves around the point.
   *
   * @param line the line through the point
   * @param origin what is known of the function at the point
   * @param v the weights of the outputs
   */
  static Surroundings along(Line line, Origin origin, double[] v) {
    return new CloseLook(line, origin, v).surroundings();
  }

  /** Returns what rounding does to the outputs that change somewhere along the line. */
  private double roundings(double[] errors, double unit) {
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      double known = Math.max(errors[k], ROUNDINGS * unit * Math.abs(base[k]));
      sum += changes(k) ? Math.abs(v[k]) * Math.max(known, stair(k)) : 0;
    }
    return sum;
  }

  private boolean changes(int k) {
    for (int i = 0; i < steps.length; i++) {
      if (left[i].values()[k] != base[k] || right[i].values()[k] != base[k]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the least change of an output on the branch of the point that does not change at once:
   * rounding made stairs of it, which are flat at small steps. 0 if it does change at once.
   */
  private double stair(int k) {
    int last = steps.length - 1;
    for (int i = last; i >= 0; i--) {
      double rise = left[i].branch() == branch ? Math.abs(left[i].values()[k] - base[k]) : 0;
      double fall = right[i].branch() == branch ? Math.abs(right[i].values()[k] - base[k]) : 0;
      double change = Math.max(rise, fall);
      if (change != 0) {
        return i == last || !Double.isFinite(change) ? 0 : change;
      }
    }
    return 0;
  }

  /**
   * Returns how rough the function is at the smallest steps, where a smooth one is a parabola: its
   * bend is four times that of half the step, and its rise from one side to the other twice.
   */
  private double roughness() {
    double most = 0;
    for (int i = steps.length - LAST + 2; i < steps.length; i++) {
      if (left[i].branch() == branch && right[i].branch() == branch) {
        double bend = rise(right[i]) + rise(left[i]);
        double wide = rise(right[i - 1]) + rise(left[i - 1]);
        double across = rise(right[i]) - rise(left[i]);
        double wideAcross = rise(right[i - 1]) - rise(left[i - 1]);
        double rest = Math.max(Math.abs(wide - 4 * bend), Math.abs(wideAcross - 2 * across)) / 4;
        most = Double.isFinite(rest) ? Math.max(most, rest) : most;
      }
    }
    return most;
  }

  private double rise(Reading reading) {
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      sum += v[k] * (reading.values()[k] - base[k]);
    }
    return sum;
  }

  private double way(Reading reading) {
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      sum += Math.abs(v[k] * (reading.values()[k] - base[k]));
    }
    return sum;
  }

  private Surroundings surroundings() {
    Reading lastLeft = left[steps.length - 1];
    Reading lastRight = right[steps.length - 1];
    int fromLeft = first(left, lastLeft.branch());
    int fromRight = first(right, lastRight.branch());
    Slope onLeft = side(left, fromLeft, -1);
    Slope onRight = side(right, fromRight, 1);
    Slope slope = Slope.UNKNOWN;
    if (lastLeft.branch() == branch && lastRight.branch() == branch) {
      slope = central(Math.max(fromLeft, fromRight));
    }
    slope = lastLeft.branch() == branch ? slope.orBetter(onLeft) : slope;
    slope = lastRight.branch() == branch ? slope.orBetter(onRight) : slope;
    double scale = Math.max(way(lastLeft), way(lastRight)) / steps[steps.length - 1];
    int at = Math.min(Math.max(fromLeft, fromRight), steps.length - 1);
    double wide = Math.max(way(left[at]), way(right[at])) / steps[at];
    return new Surroundings(
        kind(onLeft, onRight),
        slope,
        onLeft,
        onRight,
        sum(fromLeft, fromRight, Math::min),
        sum(fromLeft, fromRight, Math::max),
        Double.isFinite(wide) ? wide : scale,
        noise,
        hidden,
        variation(),
        size());
  }

  /**
   * Sums over the outputs what a function makes of the slopes on both sides. Where several outputs
   * have a kink, a rule may choose for each.
   */
  private double sum(int fromLeft, int fromRight, DoubleBinaryOperator choose) {
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      double fall = -v[k] * slope(left, fromLeft, k);
      double rise = v[k] * slope(right, fromRight, k);
      sum += choose.applyAsDouble(fall, rise);
    }
    return sum;
  }

  /** Returns the slope of an output away from the point, to some five digits. */
  private double slope(Reading[] side, int from, int k) {
    int i = Math.max(0, Math.min(from + CRUDE, steps.length - 2 - LAST));
    double wide = (side[i].values()[k] - base[k]) / steps[i];
    double narrow = (side[i + 1].values()[k] - base[k]) / steps[i + 1];
    return 2 * narrow - wide;
  }

  private Kind kind(Slope onLeft, Slope onRight) {
    int last = steps.length - 1;
    if (!Double.isFinite(way(left[last])) || !Double.isFinite(way(right[last]))) {
      return Kind.EDGE;
    }
    if (jumps(left) || jumps(right)) {
      return Kind.JUMP;
    }
    boolean met = left[last].branch() != branch || right[last].branch() != branch;
    double apart = Math.abs(onLeft.value() - onRight.value());
    boolean bent = apart > DerivativeComparison.SAFETY * (onLeft.error() + onRight.error());
    return met || bent ? Kind.KINK : Kind.BRANCH;
  }

  /** Returns whether values stay away from that at the point, however close. */
  private boolean jumps(Reading[] side) {
    double near = way(side[steps.length - 1]);
    double far = way(side[steps.length - LAST]);
    return near > far / 2 && near > 64 * rounding;
  }

  private double variation() {
    double most = 0;
    for (Reading[] side : new Reading[][] {left, right}) {
      for (Reading reading : side) {
        double way = way(reading);
        most = Double.isFinite(way) ? Math.max(most, way) : most;
      }
    }
    return most;
  }

  private double size() {
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      sum += Math.abs(v[k] * base[k]);
    }
    return sum;
  }

  /** Returns the widest step from which on all are finite and on a branch. */
  private int first(Reading[] side, long on) {
    int first = steps.length;
    while (first > 0 && side[first - 1].branch() == on && isFinite(side[first - 1])) {
      first--;
    }
    return first;
  }

  private static boolean isFinite(Reading reading) {
    return Arrays.stream(reading.values()).allMatch(Double::isFinite);
  }

  private double[] stepsFrom(int from) {
    return Arrays.copyOfRange(steps, from, steps.length);
  }

  private Slope side(Reading[] side, int from, int direction) {
    double[] quotients = new double[steps.length - from];
    double[] rounding = new double[quotients.length];
    for (int i = 0; i < quotients.length; i++) {
      quotients[i] = direction * rise(side[from + i]) / steps[from + i];
      rounding[i] = 2 * noise / steps[from + i];
    }
    return new Tableau(quotients, stepsFrom(from), rounding, 1).best();
  }

  private Slope central(int from) {
    double[] quotients = new double[steps.length - from];
    double[] rounding = new double[quotients.length];
    for (int i = 0; i < quotients.length; i++) {
      quotients[i] = (rise(right[from + i]) - rise(left[from + i])) / (2 * steps[from + i]);
      rounding[i] = noise / steps[from + i];
    }
    return new Tableau(quotients, stepsFrom(from), rounding, 2).best();
  }
}
