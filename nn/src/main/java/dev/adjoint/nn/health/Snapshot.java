// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.collect.ImmutableList;
import dev.adjoint.nn.train.History;

/**
 * How a network was after an epoch.
 *
 * @param epoch the epoch and its figures
 * @param layers the layers, in the order in which they are applied
 * @param parameters the parameters that are trained
 */
public record Snapshot(
    History.Epoch epoch,
    ImmutableList<LayerHealth> layers,
    ImmutableList<ParameterHealth> parameters) {}
