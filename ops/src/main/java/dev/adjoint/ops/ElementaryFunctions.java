// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.activation.Relu;
import dev.adjoint.ops.op.activation.Sigmoid;
import dev.adjoint.ops.op.elementwise.Cos;
import dev.adjoint.ops.op.elementwise.Exp;
import dev.adjoint.ops.op.elementwise.Expm1;
import dev.adjoint.ops.op.elementwise.Floor;
import dev.adjoint.ops.op.elementwise.Log;
import dev.adjoint.ops.op.elementwise.Log1p;
import dev.adjoint.ops.op.elementwise.Sin;
import dev.adjoint.ops.op.elementwise.Sqrt;
import dev.adjoint.ops.op.elementwise.Tanh;

/**
 * The methods of {@link Expr} that are functions of one variable, element by element, among them
 * the activations that users of PyTorch expect on a tensor; {@link Activations} has the others,
 * {@link Special} the functions that are not elementary.
 */
public sealed interface ElementaryFunctions permits Expr {
  // ---------------- powers, exponentials and logarithms

  /** Returns {@code √this}, element by element. */
  default Expr sqrt() {
    return Expr.apply(new Sqrt(), self());
  }

  /** Returns {@code eˣ}, element by element. */
  default Expr exp() {
    return Expr.apply(new Exp(), self());
  }

  /** Returns {@code eˣ − 1} without loss for small {@code x}, element by element. */
  default Expr expm1() {
    return Expr.apply(new Expm1(), self());
  }

  /** Returns the natural logarithm, element by element. */
  default Expr log() {
    return Expr.apply(new Log(), self());
  }

  /** Returns {@code ln(1 + x)} without loss for small {@code x}, element by element. */
  default Expr log1p() {
    return Expr.apply(new Log1p(), self());
  }

  // ---------------- trigonometric and hyperbolic

  /** Returns the sine, element by element. */
  default Expr sin() {
    return Expr.apply(new Sin(), self());
  }

  /** Returns the cosine, element by element. */
  default Expr cos() {
    return Expr.apply(new Cos(), self());
  }

  /** Returns the hyperbolic tangent, element by element. */
  default Expr tanh() {
    return Expr.apply(new Tanh(), self());
  }

  // ---------------- with corners and steps

  /** Returns the largest integral value not above this, element by element. */
  default Expr floor() {
    return Expr.apply(new Floor(), self());
  }

  /** Returns {@code max(x, 0)}, element by element. */
  default Expr relu() {
    return Expr.apply(new Relu(), self());
  }

  // ---------------- logistic

  /** Returns {@code 1/(1 + e⁻ˣ)}, element by element. */
  default Expr sigmoid() {
    return Expr.apply(new Sigmoid(), self());
  }

  private Expr self() {
    return (Expr) this;
  }
}
