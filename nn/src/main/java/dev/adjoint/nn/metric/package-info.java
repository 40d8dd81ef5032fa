// SPDX-License-Identifier: Apache-2.0
/**
 * Figures beside the loss: a {@link dev.adjoint.nn.metric.Metric} is a state, its update and its
 * result. Means over examples come from {@link dev.adjoint.nn.metric.Metric#mean}, with the
 * formulas of {@link dev.adjoint.nn.metric.Accuracies}; {@link dev.adjoint.nn.metric.BinaryScore},
 * {@link dev.adjoint.nn.metric.ClassScore}, {@link dev.adjoint.nn.metric.RocAuc}, {@link
 * dev.adjoint.nn.metric.PrecisionRecallAuc} and {@link dev.adjoint.nn.metric.RSquared} are none.
 * {@link dev.adjoint.nn.metric.ConfusionMatrix} counts the confusions of a classifier.
 */
@NullMarked
package dev.adjoint.nn.metric;

import org.jspecify.annotations.NullMarked;
