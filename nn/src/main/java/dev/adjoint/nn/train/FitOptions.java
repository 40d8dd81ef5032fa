// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import java.util.Optional;

/**
 * How to train a {@link Model}: {@code FitOptions.epochs(10).batchSize(64).seed(Seed.of(1))}. It
 * remembers nothing and may serve any number of models and trainings.
 *
 * @param epochs how often to go through the data
 * @param batchSize how many examples make a step; the last step of an epoch takes the rest
 * @param seed decides the order of the examples, anew in each epoch, and what else is random; a
 *     model that was trained with it before goes on with the next epoch of it
 * @param shuffled whether the examples come in random order, or else in that of the data
 * @param validation data to evaluate after each epoch
 * @param validationShare the share of the training data, its last rows, to hold back for that, or
 *     0; it must leave rows on both sides
 * @param listeners called when training starts and after every step and epoch
 */
public record FitOptions(
    int epochs,
    int batchSize,
    Seed seed,
    boolean shuffled,
    Optional<Dataset> validation,
    double validationShare,
    ImmutableList<TrainingListener> listeners) {
  private static final int DEFAULT_BATCH = 32;

  /** Checks the parameters. */
  public FitOptions {
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
  public static FitOptions epochs(int epochs) {
    return new FitOptions(
        epochs, DEFAULT_BATCH, Seed.of(0), true, Optional.empty(), 0, ImmutableList.of());
  }

  /** Returns this with batches of another size. */
  public FitOptions batchSize(int newBatchSize) {
    return new FitOptions(
        epochs, newBatchSize, seed, shuffled, validation, validationShare, listeners);
  }

  /** Returns this with another seed. */
  public FitOptions seed(Seed newSeed) {
    return new FitOptions(
        epochs, batchSize, newSeed, shuffled, validation, validationShare, listeners);
  }

  /** Returns this with the examples in the order of the data. */
  public FitOptions inOrder() {
    return new FitOptions(epochs, batchSize, seed, false, validation, validationShare, listeners);
  }

  /** Returns this with data to evaluate after each epoch. */
  public FitOptions validation(Dataset data) {
    return new FitOptions(
        epochs, batchSize, seed, shuffled, Optional.of(data), validationShare, listeners);
  }

  /** Returns this with the last rows of the training data held back for validation. */
  public FitOptions validationShare(double share) {
    return new FitOptions(epochs, batchSize, seed, shuffled, validation, share, listeners);
  }

  /** Returns this with one more listener. */
  public FitOptions listener(TrainingListener listener) {
    Given.present("fit", "the listener", listener, "give one");
    return new FitOptions(
        epochs,
        batchSize,
        seed,
        shuffled,
        validation,
        validationShare,
        ImmutableList.<TrainingListener>builder().addAll(listeners).add(listener).build());
  }
}
