// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.nn.data.Dataset;
import java.util.Optional;

/**
 * How to train a {@link Model}: {@code Fit.epochs(10).batchSize(64).key(Key.of(1))}. It remembers
 * nothing and may serve any number of models and trainings.
 *
 * @param epochs how often to go through the data
 * @param batchSize how many examples make a step; the last step of an epoch takes what is left
 * @param key decides the order of the examples, anew in each epoch, and what else is random; a
 *     model that was trained with it before goes on with the next epoch of it
 * @param shuffled whether the examples come in random order, or else in that of the data
 * @param validation data to evaluate after each epoch
 * @param validationShare the share of the training data, its last rows, to hold back for that, or
 *     0; it must leave rows on both sides
 * @param listeners who wants to know how it goes on
 */
public record Fit(
    int epochs,
    int batchSize,
    Key key,
    boolean shuffled,
    Optional<Dataset> validation,
    double validationShare,
    ImmutableList<TrainingListener> listeners) {
  private static final int DEFAULT_BATCH = 32;

  /** Checks the parameters. */
  public Fit {
    Preconditions.checkArgument(epochs > 0, "fit: epochs must be positive: %s", epochs);
    Preconditions.checkArgument(
        batchSize > 0, "fit: the batch size must be positive: %s", batchSize);
    Preconditions.checkArgument(
        validationShare >= 0 && validationShare < 1,
        "fit: the share of validation data must lie in [0, 1): %s",
        validationShare);
    Preconditions.checkArgument(
        validationShare == 0 || validation.isEmpty(),
        "fit: give validation data or a share of the training data, not both");
  }

  /** Returns a training in batches of 32, in a shuffled order, without validation. */
  public static Fit epochs(int epochs) {
    return new Fit(epochs, DEFAULT_BATCH, Key.of(0), true, Optional.empty(), 0, ImmutableList.of());
  }

  /** Returns this with batches of another size. */
  public Fit batchSize(int newBatchSize) {
    return new Fit(epochs, newBatchSize, key, shuffled, validation, validationShare, listeners);
  }

  /** Returns this with another key. */
  public Fit key(Key newKey) {
    return new Fit(epochs, batchSize, newKey, shuffled, validation, validationShare, listeners);
  }

  /** Returns this with the examples in the order of the data. */
  public Fit inOrder() {
    return new Fit(epochs, batchSize, key, false, validation, validationShare, listeners);
  }

  /** Returns this with data to evaluate after each epoch. */
  public Fit validation(Dataset data) {
    return new Fit(epochs, batchSize, key, shuffled, Optional.of(data), validationShare, listeners);
  }

  /** Returns this with the last rows of the training data held back for validation. */
  public Fit validationShare(double share) {
    return new Fit(epochs, batchSize, key, shuffled, validation, share, listeners);
  }

  /** Returns this with one more listener. */
  public Fit listener(TrainingListener listener) {
    return new Fit(
        epochs,
        batchSize,
        key,
        shuffled,
        validation,
        validationShare,
        ImmutableList.<TrainingListener>builder().addAll(listeners).add(listener).build());
  }
}
