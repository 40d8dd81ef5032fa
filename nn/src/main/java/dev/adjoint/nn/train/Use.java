// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

/** The purpose of a program of a model. */
enum Use {
  /**
   * From features, targets, weights and states of metrics to losses and states; updates parameters.
   */
  TRAIN,
  /** From features, targets, weights and states of metrics to losses and states. */
  EVALUATE,
  /** From features to predictions. */
  PREDICT,
  /** From features and a key of random numbers to predictions that are random as in training. */
  SAMPLE,
  /** From features to the numbers of classes. */
  CLASSIFY;

  /** Returns whether such a program takes targets, and gives the losses and states of metrics. */
  boolean hasFigures() {
    return this == TRAIN || this == EVALUATE;
  }
}
