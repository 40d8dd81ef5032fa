// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.Expr;

/**
 * A scalar and its gradients. Both stand on the same nodes, so a program that computes them goes
 * forward once.
 *
 * @param value the scalar {@code y}
 * @param gradients {@code ∂y/∂xᵢ} for each {@code xᵢ}, of its type
 */
public record ValueAndGrad(Expr value, ImmutableList<Expr> gradients) {}
