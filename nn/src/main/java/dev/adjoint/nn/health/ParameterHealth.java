// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import dev.adjoint.graph.TensorType;

/**
 * How a parameter and its gradient are.
 *
 * @param path where it stands, as {@code layers.0.weight}
 * @param type its type
 * @param size the root mean square of its numbers
 * @param gradient the root mean square of the gradient of the loss
 * @param update the root mean square of the change by one step, relative to the size; NaN if it was
 *     not measured
 * @param values how its numbers are spread
 * @param gradients how those of the gradient are
 */
public record ParameterHealth(
    String path,
    TensorType type,
    double size,
    double gradient,
    double update,
    Histogram values,
    Histogram gradients) {}
