// SPDX-License-Identifier: Apache-2.0
/**
 * The layers that come with the library, each one record with its formula and shapes: {@link
 * dev.adjoint.nn.layer.Dense}, {@link dev.adjoint.nn.layer.Conv2d}, {@link
 * dev.adjoint.nn.layer.MaxPool2d}, {@link dev.adjoint.nn.layer.AvgPool2d}, {@link
 * dev.adjoint.nn.layer.LayerNorm}, {@link dev.adjoint.nn.layer.Activation}, {@link
 * dev.adjoint.nn.layer.Dropout} and {@link dev.adjoint.nn.layer.Flatten}.
 */
@NullMarked
package dev.adjoint.nn.layer;

import org.jspecify.annotations.NullMarked;
