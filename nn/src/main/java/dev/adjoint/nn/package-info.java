// SPDX-License-Identifier: Apache-2.0
/**
 * Layers, losses, optimizers and training, all composed of expressions.
 *
 * <ul>
 *   <li>Layers: {@link dev.adjoint.nn.Layer}, of which {@link dev.adjoint.nn.Dense}, {@link
 *       dev.adjoint.nn.Conv2d}, {@link dev.adjoint.nn.MaxPool2d}, {@link dev.adjoint.nn.AvgPool2d},
 *       {@link dev.adjoint.nn.Activation} and {@link dev.adjoint.nn.Flatten} make a {@link
 *       dev.adjoint.nn.Sequential} network; {@link dev.adjoint.nn.Frozen} ones are used but not
 *       trained; {@link dev.adjoint.nn.Initializer} draws their first parameters from a {@link
 *       dev.adjoint.nn.Key}.
 *   <li>Training: {@link dev.adjoint.nn.Model} puts a network, a {@link dev.adjoint.nn.Loss}, an
 *       {@link dev.adjoint.nn.Optimizer} and {@link dev.adjoint.nn.Metric}s together; {@link
 *       dev.adjoint.nn.Fit} says how to train it and {@link dev.adjoint.nn.History} how it went.
 *   <li>Results: {@link dev.adjoint.nn.ConfusionMatrix}.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn;

import org.jspecify.annotations.NullMarked;
