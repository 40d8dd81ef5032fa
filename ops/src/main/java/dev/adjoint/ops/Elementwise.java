// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
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
   * Returns the function of {@link #body} in differentiable instructions; the derivatives of the op
   * are derived from it. By default it is the body itself. An op overrides it if its body works on
   * bits, or with more digits than derivatives need.
   */
  default Scalar formula(List<Scalar> x) {
    return body(x);
  }

  /**
   * Returns the derivative by the input of the given number. By default derived from {@link
   * #formula}; an op overrides it where that is less accurate or undefined.
   */
  default Scalar slope(List<Scalar> x, int input) {
    return ScalarDerivative.of(name(), formula(x), input);
  }

  /**
   * Returns the argument of a body that takes floating numbers alone, though its instructions take
   * integers too.
   *
   * @throws ShapeException if the dtype is not floating
   */
  default Scalar requireFloating(Scalar x) {
    if (!x.dtype().isFloating()) {
      throw new ShapeException(name(), "needs a floating operand, got " + x.dtype() + "; cast it");
    }
    return x;
  }

  /**
   * Returns the second argument of a body whose arguments have one dtype.
   *
   * @throws ShapeException if it has another dtype than the first
   */
  default Scalar requireSame(Scalar a, Scalar b) {
    if (a.dtype() != b.dtype()) {
      throw new ShapeException(
          name(),
          "operands have different dtypes: %s and %s; convert one of them, as with cast(DType.%s)"
              .formatted(a.dtype(), b.dtype(), a.dtype().name()));
    }
    return b;
  }

  /**
   * Returns the argument of a body that takes numbers, but no truth values.
   *
   * @throws ShapeException if the dtype is BOOL
   */
  default Scalar requireNumber(Scalar x) {
    if (x.dtype() == DType.BOOL) {
      throw new ShapeException(name(), "needs a number, got bool; cast it");
    }
    return x;
  }
}
