// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import java.util.List;

/**
 * An op with a vector-Jacobian rule, which the chain rule applies. The rule is written in
 * expressions, so it can be differentiated again and compiled like any other expression.
 *
 * <p>Most ops have one output and implement {@link SingleOutput}.
 */
public interface Differentiable {
  /**
   * Returns {@code Σⱼ dyⱼ · ∂yⱼ/∂xᵢ} for each input {@code i}, of the input's type; {@link
   * Expr#none()} for an input without derivative, such as an index.
   *
   * @param inputs the inputs {@code x} of a node
   * @param outputs the outputs {@code y} of that node
   * @param cotangents one {@code dy} for each output, of the output's type; one that {@link
   *     Expr#isZero} for an output that is not used, but never all of them
   */
  List<Expr> vjp(List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents);
}
