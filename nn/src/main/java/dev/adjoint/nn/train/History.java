// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a training went, epoch by epoch.
 *
 * @param epochs the epochs in order
 */
public record History(ImmutableList<Epoch> epochs) {
  /** The name of the loss among the figures. */
  public static final String LOSS = "loss";

  /** The prefix of the names of figures of the validation data. */
  public static final String VALIDATION = "val_";

  /**
   * The figures of one epoch.
   *
   * @param number the number of the epoch among all that the model was trained for with the seed of
   *     this training, from 1
   * @param figures by name: {@code loss} and the metrics, means over the examples of the epoch
   *     while they were trained on; with {@code val_} in front, those of the validation data after
   *     it
   */
  public record Epoch(int number, ImmutableMap<String, Double> figures) {
    /**
     * Returns a figure.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public double get(String name) {
      Double value = figures.get(name);
      Preconditions.checkArgument(
          value != null, "history: there is no '%s', only %s", name, figures.keySet());
      return value;
    }

    /** Returns the figures in a line, such as {@code loss 0.12345678, accuracy 0.9712}. */
    @Override
    public String toString() {
      return figures.entrySet().stream()
          .map(e -> String.format(Locale.ROOT, "%s %.9g", e.getKey(), e.getValue()))
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * Returns a figure of every epoch.
   *
   * @param name {@code loss}, the name of a metric, or one of these with {@code val_} in front
   * @throws IllegalArgumentException if there is none of this name
   */
  public double[] series(String name) {
    return epochs.stream().mapToDouble(epoch -> epoch.get(name)).toArray();
  }

  /**
   * Returns the last epoch.
   *
   * @throws IllegalStateException if there was none
   */
  public Epoch last() {
    Preconditions.checkState(!epochs.isEmpty(), "history: there was no epoch");
    return epochs.getLast();
  }
}
