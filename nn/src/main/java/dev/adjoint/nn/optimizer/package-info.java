// SPDX-License-Identifier: Apache-2.0
/**
 * How parameters follow their gradients: {@link dev.adjoint.nn.optimizer.Optimizer}, of which
 * {@link dev.adjoint.nn.optimizer.Sgd}, {@link dev.adjoint.nn.optimizer.Adam}, {@link
 * dev.adjoint.nn.optimizer.AdamW}, {@link dev.adjoint.nn.optimizer.RmsProp} and {@link
 * dev.adjoint.nn.optimizer.Lion} are chains of the {@linkplain dev.adjoint.nn.optimizer.transform
 * transforms}.
 */
@NullMarked
package dev.adjoint.nn.optimizer;

import org.jspecify.annotations.NullMarked;
