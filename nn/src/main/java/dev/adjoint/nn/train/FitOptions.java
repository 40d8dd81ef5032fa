// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.augment.Augmentation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

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
 * @param checkpoints where the training is written down, to go on from after it was killed
 * @param earlyStopping when the training ends before its last epoch
 * @param plateaus when rates are lowered
 * @param augmentation how the training data is changed in each epoch, another way each time
 * @param showsProgress whether a terminal shows a line with the progress, the speed and the time
 *     that is left while the training lasts; a file or another program never gets it
 */
public record FitOptions(
    int epochs,
    int batchSize,
    Seed seed,
    boolean shuffled,
    Optional<Dataset> validation,
    double validationShare,
    ImmutableList<TrainingListener> listeners,
    Optional<Checkpoints> checkpoints,
    Optional<EarlyStopping> earlyStopping,
    ImmutableList<Plateau> plateaus,
    Optional<Augmentation> augmentation,
    boolean showsProgress) {
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
        epochs,
        DEFAULT_BATCH,
        Seed.of(0),
        true,
        Optional.empty(),
        0,
        ImmutableList.of(),
        Optional.empty(),
        Optional.empty(),
        ImmutableList.of(),
        Optional.empty(),
        true);
  }

  /** Returns this with batches of another size. */
  public FitOptions batchSize(int newBatchSize) {
    return with(draft -> draft.batchSize = newBatchSize);
  }

  /** Returns this with another seed. */
  public FitOptions seed(Seed newSeed) {
    return with(draft -> draft.seed = newSeed);
  }

  /** Returns this with the examples in the order of the data. */
  public FitOptions inOrder() {
    return with(draft -> draft.shuffled = false);
  }

  /** Returns this with data to evaluate after each epoch. */
  public FitOptions validation(Dataset data) {
    return with(draft -> draft.validation = Optional.of(data));
  }

  /** Returns this with the last rows of the training data held back for validation. */
  public FitOptions validationShare(double share) {
    return with(draft -> draft.validationShare = share);
  }

  /** Returns this with one more listener. */
  public FitOptions listener(TrainingListener listener) {
    Given.present("fit", "the listener", listener, "give one");
    return with(draft -> draft.listeners = appended(listeners, listener));
  }

  /**
   * Returns this with a file that is written after each epoch; see {@link #checkpoint(Path, int)}.
   */
  public FitOptions checkpoint(Path file) {
    return checkpoint(file, 0);
  }

  /**
   * Returns this with a file that is written after each epoch and after so many steps within it. If
   * it is there when the training begins, the training goes on from it, to the same bits as if it
   * had never been interrupted: so a program that was killed is started again, without another
   * word. Where the file is that of a training that has come to its end, nothing is left to do;
   * with more epochs it goes on.
   *
   * @param everySteps 0 for only after each epoch
   */
  public FitOptions checkpoint(Path file, int everySteps) {
    return with(draft -> draft.checkpoints = Optional.of(new Checkpoints(file, everySteps)));
  }

  /** Returns this with a rule by which the training ends before its last epoch. */
  public FitOptions earlyStopping(EarlyStopping rule) {
    return with(draft -> draft.earlyStopping = Optional.of(rule));
  }

  /** Returns this with one more rule by which a rate is lowered. */
  public FitOptions plateau(Plateau rule) {
    Given.present("fit", "the plateau", rule, "give one");
    return with(draft -> draft.plateaus = appended(plateaus, rule));
  }

  /**
   * Returns this with the training data changed at the beginning of each epoch; the validation data
   * stays as it is. The seed and the number of the epoch decide the change.
   */
  public FitOptions augmentation(Augmentation change) {
    Given.present("fit", "the augmentation", change, "give one");
    return with(draft -> draft.augmentation = Optional.of(change));
  }

  /** Returns this without the line that shows the progress on a terminal. */
  public FitOptions quietly() {
    return with(draft -> draft.showsProgress = false);
  }

  private static <T> ImmutableList<T> appended(ImmutableList<T> list, T element) {
    return ImmutableList.<T>builder().addAll(list).add(element).build();
  }

  private FitOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The components, one of which is changed. */
  private static final class Draft {
    private final int epochs;
    private int batchSize;
    private Seed seed;
    private boolean shuffled;
    private Optional<Dataset> validation;
    private double validationShare;
    private ImmutableList<TrainingListener> listeners;
    private Optional<Checkpoints> checkpoints;
    private Optional<EarlyStopping> earlyStopping;
    private ImmutableList<Plateau> plateaus;
    private Optional<Augmentation> augmentation;
    private boolean showsProgress;

    Draft(FitOptions of) {
      epochs = of.epochs;
      batchSize = of.batchSize;
      seed = of.seed;
      shuffled = of.shuffled;
      validation = of.validation;
      validationShare = of.validationShare;
      listeners = of.listeners;
      checkpoints = of.checkpoints;
      earlyStopping = of.earlyStopping;
      plateaus = of.plateaus;
      augmentation = of.augmentation;
      showsProgress = of.showsProgress;
    }

    FitOptions done() {
      return new FitOptions(
          epochs,
          batchSize,
          seed,
          shuffled,
          validation,
          validationShare,
          listeners,
          checkpoints,
          earlyStopping,
          plateaus,
          augmentation,
          showsProgress);
    }
  }
}
