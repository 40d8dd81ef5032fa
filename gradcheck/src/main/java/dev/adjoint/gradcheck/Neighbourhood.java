// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Slopes at points close to one at which branches meet. What lies between them is a generalised
 * derivative (Clarke, "Optimization and Nonsmooth Analysis", 1983): where three numbers are tied, a
 * sort may put any of them in the middle, which no step along one of them does.
 */
final class Neighbourhood {
  private static final int FEWEST = 16;
  private static final int MOST = 1024;

  /** How far away the points are, in proportion to what is larger than 1. */
  private static final double DISTANCE = 0x1p-12;

  private static final double STEP = 0x1p-30;

  /** Slopes a distance away differ from those at the point, and differences are rounded. */
  private static final double SLACK = 0x1p-8;

  private Neighbourhood() {}

  /**
   * Returns whether a derivative along a line lies between the slopes at points nearby.
   *
   * @param v the weights of the outputs
   */
  static boolean spans(
      Evaluator forward,
      Variables variables,
      Line line,
      double[] v,
      double derivative,
      RandomGenerator random) {
    List<Line.Coordinate> all =
        IntStream.range(0, variables.size()).mapToObj(variables::coordinate).toList();
    double[] point = all.stream().mapToDouble(c -> forward.get(c.input(), c.index())).toArray();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int samples = Math.clamp(16L * point.length, FEWEST, MOST);
    for (int sample = 0; sample < samples; sample++) {
      for (int i = 0; i < point.length; i++) {
        double by = DISTANCE * Math.max(1, Math.abs(point[i])) * random.nextDouble(-1, 1);
        forward.set(all.get(i).input(), all.get(i).index(), point[i] + by);
      }
      Line moved = line.fromHere();
      double slope = slope(moved, STEP * Math.max(1, moved.magnitude()), v);
      least = Math.min(least, slope);
      most = Math.max(most, slope);
    }
    for (int i = 0; i < point.length; i++) {
      forward.set(all.get(i).input(), all.get(i).index(), point[i]);
    }
    double slack = SLACK * Math.max(Math.abs(least), Math.abs(most));
    return derivative >= least - slack && derivative <= most + slack;
  }

  private static double slope(Line line, double h, double[] v) {
    double[] left = line.at(-h).values();
    double[] right = line.at(h).values();
    double sum = 0;
    for (int k = 0; k < v.length; k++) {
      sum += v[k] * (right[k] - left[k]);
    }
    return sum / (2 * h);
  }
}
