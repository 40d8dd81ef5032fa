// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

/** What a program of a model is for. */
enum Use {
  /** From features and targets to loss and metrics; updates the parameters. */
  TRAIN,
  /** From features and targets to loss and metrics. */
  EVALUATE,
  /** From features to predictions. */
  PREDICT,
  /** From features to the numbers of classes. */
  CLASSIFY
}
