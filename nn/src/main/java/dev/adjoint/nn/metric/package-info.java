// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured beside the loss: {@link dev.adjoint.nn.metric.Metric}, and {@link
 * dev.adjoint.nn.metric.ConfusionMatrix}.
 */
@NullMarked
package dev.adjoint.nn.metric;

import org.jspecify.annotations.NullMarked;
