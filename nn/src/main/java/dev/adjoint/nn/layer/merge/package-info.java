// SPDX-License-Identifier: Apache-2.0
/**
 * Layers that make one of several inputs: {@link dev.adjoint.nn.layer.merge.Merge} element by
 * element, {@link dev.adjoint.nn.layer.merge.Concatenate} and {@link
 * dev.adjoint.nn.layer.merge.Dot}; {@link dev.adjoint.nn.layer.merge.Residual} adds what layers
 * make of an input to the input.
 */
@NullMarked
package dev.adjoint.nn.layer.merge;

import org.jspecify.annotations.NullMarked;
