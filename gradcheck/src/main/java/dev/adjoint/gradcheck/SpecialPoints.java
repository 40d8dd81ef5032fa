// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Points beside the one that was asked for, at which rules are often wrong: large and small
 * numbers, the other sign, zeros, ties, and numbers around those that the function or its rule
 * compares with.
 */
final class SpecialPoints {
  /** A point. */
  record Special(Place place, List<Tensor> point) {}

  private static final double[] FACTORS = {0x1p-6, 16, 256, -1, 0x1p-32, 0x1p14, 0x1p-70};

  private static final int MOST_THRESHOLDS = 6;

  /** So many numbers of a tensor become equal: what a sort may do with more is hard to tell. */
  private static final int MOST_TIED = 48;

  private final List<Tensor> point;
  private final List<Special> all = new ArrayList<>();

  private SpecialPoints(List<Tensor> point) {
    this.point = point;
  }

  /**
   * Returns points made from one.
   *
   * @param thresholds magnitudes with which numbers are compared
   */
  static List<Special> around(
      List<Tensor> point, Collection<Double> thresholds, RandomGenerator random) {
    SpecialPoints points = new SpecialPoints(point);
    for (double factor : FACTORS) {
      String where = factor == -1 ? "at the negative point" : "at the point times " + name(factor);
      points.each(where, factor != -1, x -> x * factor);
    }
    points.each("at the magnitudes of the point", false, Math::abs);
    points.each("at the negative magnitudes of the point", false, x -> -Math.abs(x));
    points.some("at the point rounded to integers", Math::rint, random);
    points.add("at the point in ascending order", false, SpecialPoints::sorted);
    points.add("at the point in descending order", false, SpecialPoints::reversed);
    points.add("at ties", false, SpecialPoints::tied);
    for (double c : new double[] {0, 1, -1}) {
      points.some("where all is " + name(c), _ -> c, random);
    }
    thresholds.stream()
        .limit(MOST_THRESHOLDS)
        .forEach(c -> points.each("around " + name(c), false, _ -> near(c, random)));
    thresholds.stream()
        .limit(MOST_THRESHOLDS)
        .forEach(c -> points.each("around ±" + name(c), false, _ -> -near(c, random)));
    return points.all;
  }

  /** Returns a number at, above, below, or far above a threshold. */
  private static double near(double c, RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> c;
      case 1 -> c * (1 + random.nextDouble() / 4);
      case 2 -> c * (1 - random.nextDouble() / 4);
      default -> -c * (1 + random.nextDouble());
    };
  }

  private static double[] sorted(double[] x) {
    double[] y = x.clone();
    Arrays.sort(y);
    return y;
  }

  private static double[] reversed(double[] x) {
    double[] y = sorted(x);
    for (int i = 0; i < y.length / 2; i++) {
      double swapped = y[i];
      y[i] = y[y.length - 1 - i];
      y[y.length - 1 - i] = swapped;
    }
    return y;
  }

  /** Gives each second number that of its neighbour. */
  private static double[] tied(double[] x) {
    double[] y = x.clone();
    Arrays.setAll(y, i -> x[i - i % 2]);
    return y;
  }

  private static String name(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private void each(String where, boolean smooth, DoubleUnaryOperator change) {
    add(where, smooth, x -> Arrays.stream(x).map(change).toArray());
  }

  /** Changes all numbers, or some where there are many: then no more than these are tied. */
  private void some(String where, DoubleUnaryOperator change, RandomGenerator random) {
    add(
        where,
        false,
        x -> {
          double[] y = x.clone();
          for (int i = 0; i < Math.min(x.length, MOST_TIED); i++) {
            int j = x.length <= MOST_TIED ? i : random.nextInt(x.length);
            y[j] = change.applyAsDouble(x[j]);
          }
          return y;
        });
  }

  private void add(String where, boolean smooth, UnaryOperator<double[]> change) {
    List<Tensor> changed = new ArrayList<>();
    for (Tensor t : point) {
      changed.add(
          t.dtype().isFloating()
              ? Tensor.of(t.dtype(), t.shape(), change.apply(t.toDoubleArray()))
              : t);
    }
    all.add(new Special(new Place(where, smooth), changed));
  }
}
