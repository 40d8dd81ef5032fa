// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Given;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.op.elementwise.Abs;
import dev.adjoint.ops.op.elementwise.Add;
import dev.adjoint.ops.op.elementwise.Atan2;
import dev.adjoint.ops.op.elementwise.Clamp;
import dev.adjoint.ops.op.elementwise.CopySign;
import dev.adjoint.ops.op.elementwise.Div;
import dev.adjoint.ops.op.elementwise.Fmod;
import dev.adjoint.ops.op.elementwise.Hypot;
import dev.adjoint.ops.op.elementwise.Lerp;
import dev.adjoint.ops.op.elementwise.LogAddExp;
import dev.adjoint.ops.op.elementwise.Maximum;
import dev.adjoint.ops.op.elementwise.Minimum;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.NanToNum;
import dev.adjoint.ops.op.elementwise.Neg;
import dev.adjoint.ops.op.elementwise.Pow;
import dev.adjoint.ops.op.elementwise.PowScalar;
import dev.adjoint.ops.op.elementwise.Reciprocal;
import dev.adjoint.ops.op.elementwise.Remainder;
import dev.adjoint.ops.op.elementwise.Sign;
import dev.adjoint.ops.op.elementwise.Square;
import dev.adjoint.ops.op.elementwise.Sub;

/**
 * The arithmetic methods of {@link Expr}, element by element. Operands are broadcast by NumPy's
 * rule. A plain number takes the dtype of the other operand; a fraction is an error if that dtype
 * is an integer.
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
   * Returns {@code this / b}, element by element; integer quotients are truncated towards zero, and
   * division by 0 gives 0.
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
   * other operand is NaN.
   */
  default Expr pow(Expr b) {
    return Broadcasting.apply(new Pow(), self(), b);
  }

  /** Returns {@code thisᵇ}, element by element; cheaper than with an expression as exponent. */
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
   * Returns this clamped to an interval, element by element.
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

  /**
   * Returns the remainder of the floored division {@code this / b}, with the sign of {@code b}, as
   * Python's {@code %}.
   */
  default Expr remainder(Expr b) {
    return Broadcasting.apply(new Remainder(), self(), b);
  }

  /**
   * Returns the remainder of the floored division {@code this / b}, with the sign of {@code b}, as
   * Python's {@code %}.
   */
  default Expr remainder(double b) {
    return Broadcasting.apply(new Remainder(), self(), b);
  }

  /**
   * Returns the remainder of the truncated division {@code this / b}, with the sign of this, as
   * Java's {@code %}.
   */
  default Expr fmod(Expr b) {
    return Broadcasting.apply(new Fmod(), self(), b);
  }

  /**
   * Returns the remainder of the truncated division {@code this / b}, with the sign of this, as
   * Java's {@code %}.
   */
  default Expr fmod(double b) {
    return Broadcasting.apply(new Fmod(), self(), b);
  }

  /** Returns {@code |this|} with the sign of {@code b}. */
  default Expr copySign(Expr b) {
    return Broadcasting.apply(new CopySign(), self(), b);
  }

  /** Returns {@code |this|} with the sign of {@code b}. */
  default Expr copySign(double b) {
    return Broadcasting.apply(new CopySign(), self(), b);
  }

  /** Returns {@code √(this² + b²)} without overflow. */
  default Expr hypot(Expr b) {
    return Broadcasting.apply(new Hypot(), self(), b);
  }

  /** Returns {@code √(this² + b²)} without overflow. */
  default Expr hypot(double b) {
    return Broadcasting.apply(new Hypot(), self(), b);
  }

  /** Returns the angle in radians between the x axis and the point {@code (b, this)}. */
  default Expr atan2(Expr b) {
    return Broadcasting.apply(new Atan2(), self(), b);
  }

  /** Returns the angle in radians between the x axis and the point {@code (b, this)}. */
  default Expr atan2(double b) {
    return Broadcasting.apply(new Atan2(), self(), b);
  }

  /** Returns {@code ln(eᵃ + eᵇ)} of this and {@code b} without overflow. */
  default Expr logAddExp(Expr b) {
    return Broadcasting.apply(new LogAddExp(), self(), b);
  }

  /** Returns {@code ln(eᵃ + eᵇ)} of this and {@code b} without overflow. */
  default Expr logAddExp(double b) {
    return Broadcasting.apply(new LogAddExp(), self(), b);
  }

  /** Returns {@code this + weight·(b − this)}, element by element. */
  default Expr lerp(Expr b, Expr weight) {
    Given.present("lerp", "the other operand", b, "give an expression");
    Given.present("lerp", "the weight", weight, "give an expression or a number");
    Shape common = Shape.broadcast("lerp", self().shape(), b.shape());
    common = Shape.broadcast("lerp", common, weight.shape());
    return Expr.apply(
        new Lerp(), self().broadcastTo(common), b.broadcastTo(common), weight.broadcastTo(common));
  }

  /** Returns {@code this + weight·(b − this)}, element by element. */
  default Expr lerp(Expr b, double weight) {
    return lerp(b, Broadcasting.number("lerp", self(), weight));
  }

  /** Returns {@code 1/this}, element by element. */
  default Expr reciprocal() {
    return Expr.apply(new Reciprocal(), self());
  }

  /** Returns this with 0 for NaN, and the largest and smallest numbers of the dtype for ±∞. */
  default Expr nanToNum() {
    return nanToNum(0, Double.MAX_VALUE, -Double.MAX_VALUE);
  }

  /** Returns this with numbers in place of NaN, ∞ and −∞, element by element. */
  default Expr nanToNum(double nan, double positive, double negative) {
    return Expr.apply(new NanToNum(nan, positive, negative), self());
  }

  private Expr self() {
    return (Expr) this;
  }
}
