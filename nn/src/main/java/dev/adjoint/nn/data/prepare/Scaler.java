// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;

/**
 * Brings features to a common size, {@code y = (x − centre)/size + shift} for each feature, the
 * last axis. Centre and size are taken from the rows to train on, and used for all others as well:
 * a scaler that has seen the rows to test on would tell the network about them. A feature that is
 * the same in all rows is moved, but not stretched.
 *
 * @param centre what is subtracted, for each feature
 * @param size what is divided by, for each feature
 * @param shift what is added in the end
 */
public record Scaler(ImmutableDoubleArray centre, ImmutableDoubleArray size, double shift) {
  /** Checks the parameters. */
  public Scaler {
    Preconditions.checkArgument(
        centre.length() == size.length(),
        "scaler: %s centres, but %s sizes",
        centre.length(),
        size.length());
    Preconditions.checkArgument(
        centre.stream().allMatch(Double::isFinite)
            && size.stream().allMatch(s -> Double.isFinite(s) && s != 0)
            && Double.isFinite(shift),
        "scaler: centres and sizes must be finite, and no size 0: %s, %s",
        centre,
        size);
  }

  /**
   * Returns the scaler to mean 0 and standard deviation 1, that of the population: {@code centre =
   * mean}, {@code size = √(Σ(x − mean)²/n)}.
   *
   * @param train the features of the rows to train on, {@code [n, …, features]}
   * @throws ShapeException if they are no floating features
   * @throws IllegalArgumentException if there are no rows, or a number is not finite
   */
  public static Scaler standard(Tensor train) {
    Features features = finite(train);
    double[] means = new double[features.count()];
    double[] deviations = new double[features.count()];
    for (int i = 0; i < means.length; i++) {
      double[] column = features.column(i);
      // Twice: the first mean is rounded, and what is left of it is far smaller.
      means[i] = mean(column, 0, 1);
      means[i] += mean(column, means[i], 1);
      deviations[i] = StrictMath.sqrt(mean(column, means[i], 2));
      boolean constant = deviations[i] <= 10 * Math.ulp(means[i]);
      deviations[i] = constant ? 1 : deviations[i];
    }
    return new Scaler(
        ImmutableDoubleArray.copyOf(means), ImmutableDoubleArray.copyOf(deviations), 0);
  }

  private static double mean(double[] values, double centre, int power) {
    double sum = 0;
    for (double value : values) {
      double off = value - centre;
      sum += power == 1 ? off : off * off;
    }
    return sum / values.length;
  }

  /** Returns the scaler to the range from 0 to 1; see {@link #minMax(Tensor, double, double)}. */
  public static Scaler minMax(Tensor train) {
    return minMax(train, 0, 1);
  }

  /**
   * Returns the scaler that maps the smallest value of each feature to {@code low} and the largest
   * to {@code high}. Values of other rows may come to lie outside.
   *
   * @param train the features of the rows to train on, {@code [n, …, features]}
   * @throws ShapeException if they are no floating features
   * @throws IllegalArgumentException if there are no rows, a number is not finite, or {@code low}
   *     is not below {@code high}
   */
  public static Scaler minMax(Tensor train, double low, double high) {
    Preconditions.checkArgument(
        low < high && Double.isFinite(high - low),
        "scaler: low must be below high: %s, %s",
        low,
        high);
    Features features = finite(train);
    double[] least = new double[features.count()];
    double[] sizes = new double[features.count()];
    for (int i = 0; i < least.length; i++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (double value : features.column(i)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      least[i] = min;
      sizes[i] = max == min ? 1 / (high - low) : (max - min) / (high - low);
      Preconditions.checkArgument(
          Double.isFinite(sizes[i]) && sizes[i] != 0,
          "scaler: feature %s goes from %s to %s, a range that f64 cannot divide by",
          i,
          min,
          max);
    }
    return new Scaler(ImmutableDoubleArray.copyOf(least), ImmutableDoubleArray.copyOf(sizes), low);
  }

  private static Features finite(Tensor train) {
    Features features = new Features("scaler", train);
    Preconditions.checkArgument(features.rows() > 0, "scaler: there are no rows: %s", train.type());
    for (int row = 0; row < features.rows(); row++) {
      for (int i = 0; i < features.count(); i++) {
        Preconditions.checkArgument(
            Double.isFinite(features.get(row, i)),
            "scaler: feature %s is %s in row %s; fill what is missing with an Imputer before",
            i,
            features.get(row, i),
            row);
      }
    }
    return features;
  }

  /**
   * Returns scaled features, of the same type.
   *
   * @throws ShapeException if they are no floating features, or of another number
   */
  public Tensor apply(Tensor features) {
    return of(features).map((i, x) -> (x - centre.get((int) i)) / size.get((int) i) + shift);
  }

  /** Returns a dataset with scaled features; see {@link #apply(Tensor)}. */
  public Dataset apply(Dataset data) {
    return data.mapFeatures(this::apply);
  }

  /**
   * Returns the features that {@link #apply(Tensor)} scales to the given ones, up to rounding.
   *
   * @throws ShapeException if they are no floating features, or of another number
   */
  public Tensor inverse(Tensor scaled) {
    return of(scaled).map((i, y) -> (y - shift) * size.get((int) i) + centre.get((int) i));
  }

  private Features of(Tensor tensor) {
    Features features = new Features("scaler", tensor);
    features.checkCount("scaler", centre.length());
    return features;
  }
}
