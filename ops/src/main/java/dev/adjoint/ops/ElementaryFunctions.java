// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.activation.Relu;
import dev.adjoint.ops.op.activation.Sigmoid;
import dev.adjoint.ops.op.elementwise.Acos;
import dev.adjoint.ops.op.elementwise.Acosh;
import dev.adjoint.ops.op.elementwise.Asin;
import dev.adjoint.ops.op.elementwise.Asinh;
import dev.adjoint.ops.op.elementwise.Atan;
import dev.adjoint.ops.op.elementwise.Atanh;
import dev.adjoint.ops.op.elementwise.Cbrt;
import dev.adjoint.ops.op.elementwise.Ceil;
import dev.adjoint.ops.op.elementwise.Cos;
import dev.adjoint.ops.op.elementwise.Cosh;
import dev.adjoint.ops.op.elementwise.Exp;
import dev.adjoint.ops.op.elementwise.Exp2;
import dev.adjoint.ops.op.elementwise.Expm1;
import dev.adjoint.ops.op.elementwise.Floor;
import dev.adjoint.ops.op.elementwise.Log;
import dev.adjoint.ops.op.elementwise.Log10;
import dev.adjoint.ops.op.elementwise.Log1p;
import dev.adjoint.ops.op.elementwise.Log2;
import dev.adjoint.ops.op.elementwise.Round;
import dev.adjoint.ops.op.elementwise.Rsqrt;
import dev.adjoint.ops.op.elementwise.Sin;
import dev.adjoint.ops.op.elementwise.Sinh;
import dev.adjoint.ops.op.elementwise.Sqrt;
import dev.adjoint.ops.op.elementwise.Tan;
import dev.adjoint.ops.op.elementwise.Tanh;
import dev.adjoint.ops.op.elementwise.Trunc;

/**
 * The methods of {@link Expr} that are functions of one variable, element by element. They include
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

  /** Returns {@code 1/√this}, element by element. */
  default Expr rsqrt() {
    return Expr.apply(new Rsqrt(), self());
  }

  /** Returns the cube root, negative for negative numbers, element by element. */
  default Expr cbrt() {
    return Expr.apply(new Cbrt(), self());
  }

  /** Returns {@code 2ˣ}, element by element. */
  default Expr exp2() {
    return Expr.apply(new Exp2(), self());
  }

  /** Returns the logarithm to base 2, element by element. */
  default Expr log2() {
    return Expr.apply(new Log2(), self());
  }

  /** Returns the logarithm to base 10, element by element. */
  default Expr log10() {
    return Expr.apply(new Log10(), self());
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

  /** Returns the tangent, element by element. */
  default Expr tan() {
    return Expr.apply(new Tan(), self());
  }

  /** Returns the angle between {@code −π/2} and {@code π/2} with this sine, element by element. */
  default Expr asin() {
    return Expr.apply(new Asin(), self());
  }

  /** Returns the angle between 0 and {@code π} with this cosine, element by element. */
  default Expr acos() {
    return Expr.apply(new Acos(), self());
  }

  /**
   * Returns the angle between {@code −π/2} and {@code π/2} with this tangent, element by element.
   */
  default Expr atan() {
    return Expr.apply(new Atan(), self());
  }

  /** Returns the hyperbolic sine, element by element. */
  default Expr sinh() {
    return Expr.apply(new Sinh(), self());
  }

  /** Returns the hyperbolic cosine, element by element. */
  default Expr cosh() {
    return Expr.apply(new Cosh(), self());
  }

  /** Returns the hyperbolic tangent, element by element. */
  default Expr tanh() {
    return Expr.apply(new Tanh(), self());
  }

  /** Returns the inverse of the hyperbolic sine, element by element. */
  default Expr asinh() {
    return Expr.apply(new Asinh(), self());
  }

  /** Returns the inverse of the hyperbolic cosine, not negative, element by element. */
  default Expr acosh() {
    return Expr.apply(new Acosh(), self());
  }

  /** Returns the inverse of the hyperbolic tangent, element by element. */
  default Expr atanh() {
    return Expr.apply(new Atanh(), self());
  }

  // ---------------- with corners and steps

  /** Returns the largest integral value not above this, element by element. */
  default Expr floor() {
    return Expr.apply(new Floor(), self());
  }

  /** Returns the smallest integral value not below this, element by element. */
  default Expr ceil() {
    return Expr.apply(new Ceil(), self());
  }

  /** Returns the nearest integral value, ties to even, element by element. */
  default Expr round() {
    return Expr.apply(new Round(), self());
  }

  /** Returns the integral part, truncated towards zero, element by element. */
  default Expr trunc() {
    return Expr.apply(new Trunc(), self());
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
