// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import java.util.List;

/** A differentiable op with one output. */
public interface SingleOutput extends Differentiable {
  /**
   * Returns {@code dy · ∂y/∂xᵢ} for each input {@code i}; see {@link Differentiable#vjp}.
   *
   * @param x the inputs of a node
   * @param y the output of that node
   * @param dy the cotangent of the output, of its type
   */
  List<Expr> vjp(List<Expr> x, Expr y, Expr dy);

  @Override
  default List<Expr> vjp(List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents) {
    return vjp(inputs, outputs.getFirst(), cotangents.getFirst());
  }
}
