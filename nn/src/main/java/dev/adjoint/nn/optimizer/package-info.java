// SPDX-License-Identifier: Apache-2.0
/**
 * How parameters follow their gradients: {@link dev.adjoint.nn.optimizer.Optimizer}, {@link
 * dev.adjoint.nn.optimizer.Sgd} and {@link dev.adjoint.nn.optimizer.Adam}.
 */
@NullMarked
package dev.adjoint.nn.optimizer;

import org.jspecify.annotations.NullMarked;
