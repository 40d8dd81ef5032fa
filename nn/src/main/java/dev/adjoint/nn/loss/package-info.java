// SPDX-License-Identifier: Apache-2.0
/**
 * The losses that training minimises: {@link dev.adjoint.nn.loss.Loss}, and the formulas as
 * functions of expressions in {@link dev.adjoint.ops.Losses}; {@link dev.adjoint.nn.loss.Penalty}
 * is what large numbers cost beside them.
 */
@NullMarked
package dev.adjoint.nn.loss;

import org.jspecify.annotations.NullMarked;
