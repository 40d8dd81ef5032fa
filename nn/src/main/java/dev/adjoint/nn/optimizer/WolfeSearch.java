// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

/**
 * Finds a point along a line where a function has fallen enough and its slope is flat enough, the
 * strong Wolfe conditions: {@code f(t) ≤ f(0) + c₁·t·f'(0)} and {@code |f'(t)| ≤ −c₂·f'(0)}. It
 * first goes on until there is such a point behind it, then narrows down, both by the minimum of a
 * cubic (Nocedal and Wright 2006, <i>Numerical Optimization</i>, algorithms 3.5 and 3.6, with the
 * safeguards of Schmidt's {@code minFunc}, as in PyTorch).
 */
final class WolfeSearch {
  private static final double C1 = 1e-4;
  private static final double C2 = 0.9;
  private static final int MOST_STEPS = 25;

  /** The function along the line. */
  @FunctionalInterface
  interface Line {
    /** Returns the value, the slope and the whole gradient at {@code t}. */
    Point at(double t);
  }

  /** What is known at a point of the line. */
  record Point(double t, double value, double slope, double[] gradient) {}

  private final Line line;
  private final Point start;

  /** The shortest stretch that is looked at. */
  private final double shortest;

  private int steps;

  /**
   * Prepares a search.
   *
   * @param start the point 0, at which the slope is negative
   */
  WolfeSearch(Line line, Point start, double shortest) {
    this.line = line;
    this.start = start;
    this.shortest = shortest;
  }

  /** Returns a point that meets the conditions, or the lowest one that was found in time. */
  Point from(double first) {
    Point before = start;
    Point now = line.at(first);
    while (steps < MOST_STEPS) {
      if (hasNotFallen(now) || steps > 1 && now.value >= before.value || !isNumber(now)) {
        return narrowed(before, now);
      }
      if (isFlat(now)) {
        return now;
      }
      if (now.slope >= 0) {
        return narrowed(before, now);
      }
      double t = minimum(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
      before = now;
      now = line.at(t);
      steps++;
    }
    return now.value < start.value ? now : start;
  }

  private boolean hasNotFallen(Point point) {
    return point.value > start.value + C1 * point.t * start.slope;
  }

  private boolean isFlat(Point point) {
    return Math.abs(point.slope) <= -C2 * start.slope;
  }

  private static boolean isNumber(Point point) {
    return Double.isFinite(point.value) && Double.isFinite(point.slope);
  }

  /** Returns a point between two, the lower of which has fallen enough. */
  private Point narrowed(Point a, Point b) {
    Point low = a.value <= b.value || !isNumber(b) ? a : b;
    Point high = low == a ? b : a;
    boolean littleProgress = false;
    while (steps < MOST_STEPS && Math.abs(high.t - low.t) >= shortest) {
      double least = Math.min(low.t, high.t);
      double most = Math.max(low.t, high.t);
      double t = isNumber(high) ? minimum(low, high, least, most) : (least + most) / 2;
      double margin = 0.1 * (most - least);
      boolean isAtBound = Math.min(most - t, t - least) < margin;
      if (isAtBound && (littleProgress || t >= most || t <= least)) {
        t = most - t < t - least ? most - margin : least + margin;
        isAtBound = false;
      }
      littleProgress = isAtBound;
      Point now = line.at(t);
      steps++;
      if (hasNotFallen(now) || now.value >= low.value || !isNumber(now)) {
        high = now;
      } else {
        if (isFlat(now)) {
          return now;
        }
        if (now.slope * (high.t - low.t) >= 0) {
          high = low;
        }
        low = now;
      }
      if (isNumber(high) && high.value < low.value) {
        Point swap = low;
        low = high;
        high = swap;
      }
    }
    return low;
  }

  /** Returns the minimum of the cubic with the values and slopes of two points, within bounds. */
  private static double minimum(Point p, Point q, double least, double most) {
    Point a = p.t <= q.t ? p : q;
    Point b = a == p ? q : p;
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
    double square = d1 * d1 - a.slope * b.slope;
    if (!(square >= 0)) {
      return (least + most) / 2;
    }
    double d2 = Math.sqrt(square);
    double t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
    return Math.min(Math.max(t, least), most);
  }
}
