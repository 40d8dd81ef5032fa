// SPDX-License-Identifier: Apache-2.0
/**
 * Training and its results: {@link dev.adjoint.nn.train.Model} puts a network, a loss, an optimizer
 * and metrics together; {@link dev.adjoint.nn.train.FitOptions} says how to train it, {@link
 * dev.adjoint.nn.train.TrainingListener} follows it, and {@link dev.adjoint.nn.train.History} tells
 * how it went. {@link dev.adjoint.nn.train.EpochLog} and {@link dev.adjoint.nn.train.Checkpoints}
 * write it down; {@link dev.adjoint.nn.train.EarlyStopping} and {@link
 * dev.adjoint.nn.train.Plateau} {@link dev.adjoint.nn.train.Watch} a figure; a {@link
 * dev.adjoint.nn.train.RateSweep} says which rates to begin with.
 */
@NullMarked
package dev.adjoint.nn.train;

import org.jspecify.annotations.NullMarked;
