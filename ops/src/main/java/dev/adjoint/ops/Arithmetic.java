// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.elementwise.Abs;
import dev.adjoint.ops.op.elementwise.Add;
import dev.adjoint.ops.op.elementwise.Clamp;
import dev.adjoint.ops.op.elementwise.Div;
import dev.adjoint.ops.op.elementwise.Maximum;
import dev.adjoint.ops.op.elementwise.Minimum;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.Neg;
import dev.adjoint.ops.op.elementwise.Pow;
import dev.adjoint.ops.op.elementwise.PowScalar;
import dev.adjoint.ops.op.elementwise.Sign;
import dev.adjoint.ops.op.elementwise.Square;
import dev.adjoint.ops.op.elementwise.Sub;

/**
 * The methods of {@link Expr} that calculate element by element. Operands are broadcast by NumPy's
 * rule; a plain number takes the dtype of the other operand, and is refused if that holds integers
 * and the number is none.
 */
public sealed interface Arithmetic permits Expr {
  /** Returns {@code this + b}. */
  default Expr add(Expr b) {
    return Broadcasting.apply(new Add(), self(), b);
  }

  /** Returns {@code this + b}. */
  default Expr add(double b) {
    return Broadcasting.apply(new Add(), self(), b);
  }

  /** Returns {@code this − b}. */
  default Expr sub(Expr b) {
    return Broadcasting.apply(new Sub(), self(), b);
  }

  /** Returns {@code this − b}. */
  default Expr sub(double b) {
    return Broadcasting.apply(new Sub(), self(), b);
  }

  /** Returns {@code a − this}. */
  default Expr rsub(double a) {
    return Broadcasting.number("sub", self(), a).sub(self());
  }

  /** Returns {@code this · b}, element by element. */
  default Expr mul(Expr b) {
    return Broadcasting.apply(new Mul(), self(), b);
  }

  /** Returns {@code this · b}, element by element. */
  default Expr mul(double b) {
    return Broadcasting.apply(new Mul(), self(), b);
  }

  /**
   * Returns {@code this / b}, element by element; integers are cut off towards zero, and one
   * divided by 0 gives 0.
   */
  default Expr div(Expr b) {
    return Broadcasting.apply(new Div(), self(), b);
  }

  /** Returns {@code this / b}, element by element. */
  default Expr div(double b) {
    return Broadcasting.apply(new Div(), self(), b);
  }

  /** Returns {@code a / this}. */
  default Expr rdiv(double a) {
    return Broadcasting.number("div", self(), a).div(self());
  }

  /**
   * Returns {@code thisᵇ}, element by element; 1 where this is 1 or {@code b} is 0, even if the
   * other one is NaN.
   */
  default Expr pow(Expr b) {
    return Broadcasting.apply(new Pow(), self(), b);
  }

  /** Returns {@code thisᵇ}, element by element; cheaper than by an expression of the exponent. */
  default Expr pow(double b) {
    return b == 1 ? self() : b == 2 ? square() : Expr.apply(new PowScalar(b), self());
  }

  /** Returns the smaller of this and {@code b}, element by element. */
  default Expr minimum(Expr b) {
    return Broadcasting.apply(new Minimum(), self(), b);
  }

  /** Returns the smaller of this and {@code b}, element by element. */
  default Expr minimum(double b) {
    return Broadcasting.apply(new Minimum(), self(), b);
  }

  /** Returns the larger of this and {@code b}, element by element. */
  default Expr maximum(Expr b) {
    return Broadcasting.apply(new Maximum(), self(), b);
  }

  /** Returns the larger of this and {@code b}, element by element. */
  default Expr maximum(double b) {
    return Broadcasting.apply(new Maximum(), self(), b);
  }

  /**
   * Returns this held between two bounds, element by element.
   *
   * @throws IllegalArgumentException if {@code low} is above {@code high}
   */
  default Expr clamp(double low, double high) {
    return Expr.apply(new Clamp(low, high), self());
  }

  /** Returns {@code −this}, element by element. */
  default Expr neg() {
    return Expr.apply(new Neg(), self());
  }

  /** Returns {@code |this|}, element by element. */
  default Expr abs() {
    return Expr.apply(new Abs(), self());
  }

  /** Returns −1, 0 or 1 as this is negative, zero or positive, element by element. */
  default Expr sign() {
    return Expr.apply(new Sign(), self());
  }

  /** Returns {@code this²}, element by element. */
  default Expr square() {
    return Expr.apply(new Square(), self());
  }

  private Expr self() {
    return (Expr) this;
  }
}
