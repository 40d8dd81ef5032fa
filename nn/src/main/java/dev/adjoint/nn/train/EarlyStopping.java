// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

/**
 * Ends a training when a figure no longer gets better, and takes back the weights of the epoch in
 * which it was best (Prechelt 1998, <i>Early Stopping — But When?</i>). It remembers nothing: what
 * it says follows from the figures of the epochs.
 *
 * @param watch the figure and the patience
 * @param takesBestBack whether the parameters and states of the best epoch are taken back in the
 *     end, which {@link Model#fit} does also if the training ends for another reason
 */
public record EarlyStopping(Watch watch, boolean takesBestBack) {
  /** Returns one for a figure that should be small, such as {@code val_loss}. */
  public static EarlyStopping smallest(String figure, int patience) {
    return new EarlyStopping(new Watch(figure, false, patience, 0), true);
  }

  /** Returns one for a figure that should be large, such as {@code val_accuracy}. */
  public static EarlyStopping largest(String figure, int patience) {
    return new EarlyStopping(new Watch(figure, true, patience, 0), true);
  }

  /** Returns this with the least improvement that counts. */
  public EarlyStopping least(double change) {
    return new EarlyStopping(
        new Watch(watch.figure(), watch.larger(), watch.patience(), change), takesBestBack);
  }

  /** Returns this with the weights of the last epoch in the end. */
  public EarlyStopping keepingLast() {
    return new EarlyStopping(watch, false);
  }

  /** Returns whether a training ends after the epochs whose figures are given. */
  boolean ends(double... series) {
    int best = watch.best(series);
    return series.length - 1 - best >= watch.patience();
  }

  /** Returns whether the last epoch is the best one. */
  boolean lastIsBest(double... series) {
    return series.length > 0 && watch.best(series) == series.length - 1;
  }
}
