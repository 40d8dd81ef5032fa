// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Fills in features that are missing, which are NaN, by what the rows to train on say of them.
 *
 * @param values what is filled in, for each feature, the last axis
 */
public record Imputer(ImmutableDoubleArray values) {
  /** Checks that no value is missing itself. */
  public Imputer {
    Preconditions.checkArgument(
        values.stream().noneMatch(Double::isNaN), "imputer: a value is NaN: %s", values);
  }

  /**
   * Returns the imputer of means of what is there.
   *
   * @param train the features of the rows to train on, {@code [n, …, features]}
   * @throws ShapeException if they are no floating features
   * @throws IllegalArgumentException if a feature is missing in all rows
   */
  public static Imputer mean(Tensor train) {
    return fitted(train, present -> Arrays.stream(present).average().orElseThrow());
  }

  /**
   * Returns the imputer of medians of what is there; of an even number, the mean of the middle two.
   *
   * @param train the features of the rows to train on, {@code [n, …, features]}
   * @throws ShapeException if they are no floating features
   * @throws IllegalArgumentException if a feature is missing in all rows
   */
  public static Imputer median(Tensor train) {
    return fitted(
        train,
        present -> {
          Arrays.sort(present);
          int middle = present.length / 2;
          return present.length % 2 == 1
              ? present[middle]
              : present[middle - 1] / 2 + present[middle] / 2;
        });
  }

  /**
   * Returns the imputer of one number for all features.
   *
   * @param features how many there are
   * @throws IllegalArgumentException if there are less than none, or the number is NaN
   */
  public static Imputer constant(int features, double value) {
    Preconditions.checkArgument(
        features >= 0, "imputer: the number of features must not be negative: %s", features);
    double[] values = new double[features];
    Arrays.fill(values, value);
    return new Imputer(ImmutableDoubleArray.copyOf(values));
  }

  private static Imputer fitted(Tensor train, ToDoubleFunction<double[]> value) {
    Features features = new Features("imputer", train);
    double[] values = new double[features.count()];
    for (int i = 0; i < values.length; i++) {
      double[] present = Arrays.stream(features.column(i)).filter(x -> !Double.isNaN(x)).toArray();
      Preconditions.checkArgument(
          present.length > 0,
          "imputer: feature %s is missing in all rows; leave it out, or fill in a constant",
          i);
      values[i] = value.applyAsDouble(present);
    }
    return new Imputer(ImmutableDoubleArray.copyOf(values));
  }

  /**
   * Returns features of which none is NaN, of the same type.
   *
   * @throws ShapeException if they are no floating features, or of another number
   */
  public Tensor apply(Tensor tensor) {
    Features features = new Features("imputer", tensor);
    features.checkCount("imputer", values.length());
    return features.map((i, x) -> Double.isNaN(x) ? values.get((int) i) : x);
  }

  /** Returns a dataset none of whose features is NaN; see {@link #apply(Tensor)}. */
  public Dataset apply(Dataset data) {
    return data.mapFeatures(this::apply);
  }
}
