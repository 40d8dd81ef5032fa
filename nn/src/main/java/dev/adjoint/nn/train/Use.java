// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

/** The purpose of a program of a model. */
enum Use {
  /** From features, targets and the states of metrics to loss and states; updates parameters. */
  TRAIN,
  /** From features, targets and the states of metrics to loss and states. */
  EVALUATE,
  /** From features to predictions. */
  PREDICT,
  /** From features to the numbers of classes. */
  CLASSIFY;

  /** Returns whether such a program takes targets, and gives the loss and the states of metrics. */
  boolean hasFigures() {
    return this == TRAIN || this == EVALUATE;
  }
}
