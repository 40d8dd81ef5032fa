// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * A differentiable elementwise op. Its {@link #body} is all that is needed:
 *
 * <pre>{@code
 * record Swish(double beta) implements Elementwise {
 *   public Scalar body(List<Scalar> x) {
 *     Scalar v = x.getFirst();
 *     return v.mul(v.mul(beta / 2).tanh().add(1)).mul(0.5);
 *   }
 * }
 * }</pre>
 */
public interface Elementwise extends ElementwiseOp, SingleOutput {
  /**
   * {@inheritDoc} By default derived from the body, see {@link PartialDerivative}; an op overrides
   * it where a rule by hand is cheaper or more accurate.
   */
  @Override
  default List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    List<Expr> dx = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      boolean smooth = x.get(i).dtype().isFloating() && y.dtype().isFloating();
      dx.add(
          smooth
              ? dy.mul(Expr.apply(new PartialDerivative(this, i), x).cast(dy.dtype()))
                  .cast(x.get(i).dtype())
              : Expr.none());
    }
    return dx;
  }

  /**
   * Returns the argument of a body that takes no integers, though its instructions would.
   *
   * @throws ShapeException if the dtype is not floating
   */
  default Scalar requireFloating(Scalar x) {
    if (!x.dtype().isFloating()) {
      throw new ShapeException(name(), "needs a floating operand, got " + x.dtype() + "; cast it");
    }
    return x;
  }
}
