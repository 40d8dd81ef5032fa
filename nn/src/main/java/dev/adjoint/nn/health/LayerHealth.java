// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import dev.adjoint.graph.TensorType;

/**
 * What a layer makes of some examples.
 *
 * @param path where it stands, as {@code layers.0}; empty for the network itself
 * @param layer the name of its class, or of its activation
 * @param output the type of its output
 * @param mean the mean of the output
 * @param deviation its standard deviation
 * @param gradient how much the loss of an example answers to the output: {@code √(Σ(∂loss/∂y)²)}
 *     for an example, its root mean square over the examples
 * @param flat of an activation, the share of outputs where its slope is below a twentieth of the
 *     largest; NaN for other layers
 * @param deadUnits how many units are there for all examples
 * @param units how many units there are: elements of the last axis, or channels of images
 * @param isRectifier whether a part of the activation is wholly flat, as of relu
 * @param outputs how the numbers of the output are spread
 */
public record LayerHealth(
    String path,
    String layer,
    TensorType output,
    double mean,
    double deviation,
    double gradient,
    double flat,
    int deadUnits,
    int units,
    boolean isRectifier,
    Histogram outputs) {}
