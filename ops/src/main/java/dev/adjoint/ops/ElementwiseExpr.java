// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.ops.op.activation.Elu;
import dev.adjoint.ops.op.activation.Gelu;
import dev.adjoint.ops.op.activation.LeakyRelu;
import dev.adjoint.ops.op.activation.Relu;
import dev.adjoint.ops.op.activation.Sigmoid;
import dev.adjoint.ops.op.activation.Softplus;
import dev.adjoint.ops.op.elementwise.Abs;
import dev.adjoint.ops.op.elementwise.Add;
import dev.adjoint.ops.op.elementwise.Cast;
import dev.adjoint.ops.op.elementwise.Clamp;
import dev.adjoint.ops.op.elementwise.Cos;
import dev.adjoint.ops.op.elementwise.Div;
import dev.adjoint.ops.op.elementwise.Erf;
import dev.adjoint.ops.op.elementwise.Exp;
import dev.adjoint.ops.op.elementwise.Expm1;
import dev.adjoint.ops.op.elementwise.Floor;
import dev.adjoint.ops.op.elementwise.Log;
import dev.adjoint.ops.op.elementwise.Log1p;
import dev.adjoint.ops.op.elementwise.Maximum;
import dev.adjoint.ops.op.elementwise.Minimum;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.Neg;
import dev.adjoint.ops.op.elementwise.Pow;
import dev.adjoint.ops.op.elementwise.PowScalar;
import dev.adjoint.ops.op.elementwise.Sign;
import dev.adjoint.ops.op.elementwise.Sin;
import dev.adjoint.ops.op.elementwise.Sqrt;
import dev.adjoint.ops.op.elementwise.Square;
import dev.adjoint.ops.op.elementwise.StopGradient;
import dev.adjoint.ops.op.elementwise.Sub;
import dev.adjoint.ops.op.elementwise.Tanh;

/**
 * The methods of {@link Expr} that compute element by element, in a file of their own for its
 * length. Binary ones broadcast their operands by NumPy's rule; a plain number takes the dtype of
 * the other operand, and is refused if that holds integers and the number is none.
 */
abstract sealed class ElementwiseExpr extends LogicExpr permits ReductionExpr {
  ElementwiseExpr(Node node, int index) {
    super(node, index);
  }

  // ---------------- arithmetic

  /** Returns {@code this + b}. */
  public Expr add(Expr b) {
    return binary(new Add(), b);
  }

  /** Returns {@code this + b}. */
  public Expr add(double b) {
    return binary(new Add(), b);
  }

  /** Returns {@code this − b}. */
  public Expr sub(Expr b) {
    return binary(new Sub(), b);
  }

  /** Returns {@code this − b}. */
  public Expr sub(double b) {
    return binary(new Sub(), b);
  }

  /** Returns {@code a − this}. */
  public Expr rsub(double a) {
    return number("sub", self(), a).sub(self());
  }

  /** Returns {@code this · b}, element by element. */
  public Expr mul(Expr b) {
    return binary(new Mul(), b);
  }

  /** Returns {@code this · b}, element by element. */
  public Expr mul(double b) {
    return binary(new Mul(), b);
  }

  /**
   * Returns {@code this / b}, element by element; integers are cut off towards zero, and one
   * divided by 0 gives 0.
   */
  public Expr div(Expr b) {
    return binary(new Div(), b);
  }

  /** Returns {@code this / b}, element by element. */
  public Expr div(double b) {
    return binary(new Div(), b);
  }

  /** Returns {@code a / this}. */
  public Expr rdiv(double a) {
    return number("div", self(), a).div(self());
  }

  /**
   * Returns {@code thisᵇ}, element by element; 1 where this is 1 or {@code b} is 0, even if the
   * other one is NaN.
   */
  public Expr pow(Expr b) {
    return binary(new Pow(), b);
  }

  /** Returns {@code thisᵇ}, element by element; cheaper than by an expression of the exponent. */
  public Expr pow(double b) {
    return b == 1 ? self() : b == 2 ? square() : unary(new PowScalar(b));
  }

  /** Returns the smaller of this and {@code b}, element by element. */
  public Expr minimum(Expr b) {
    return binary(new Minimum(), b);
  }

  /** Returns the smaller of this and {@code b}, element by element. */
  public Expr minimum(double b) {
    return binary(new Minimum(), b);
  }

  /** Returns the larger of this and {@code b}, element by element. */
  public Expr maximum(Expr b) {
    return binary(new Maximum(), b);
  }

  /** Returns the larger of this and {@code b}, element by element. */
  public Expr maximum(double b) {
    return binary(new Maximum(), b);
  }

  /**
   * Returns this held between two bounds, element by element.
   *
   * @throws IllegalArgumentException if {@code low} is above {@code high}
   */
  public Expr clamp(double low, double high) {
    return unary(new Clamp(low, high));
  }

  /** Returns {@code −this}, element by element. */
  public Expr neg() {
    return unary(new Neg());
  }

  /** Returns {@code |this|}, element by element. */
  public Expr abs() {
    return unary(new Abs());
  }

  /** Returns −1, 0 or 1 as this is negative, zero or positive, element by element. */
  public Expr sign() {
    return unary(new Sign());
  }

  /** Returns the largest integral value not above this, element by element. */
  public Expr floor() {
    return unary(new Floor());
  }

  /** Returns {@code this²}, element by element. */
  public Expr square() {
    return unary(new Square());
  }

  /** Returns {@code √this}, element by element. */
  public Expr sqrt() {
    return unary(new Sqrt());
  }

  // ---------------- exponential and trigonometric

  /** Returns {@code eˣ}, element by element. */
  public Expr exp() {
    return unary(new Exp());
  }

  /** Returns {@code eˣ − 1} without loss for small {@code x}, element by element. */
  public Expr expm1() {
    return unary(new Expm1());
  }

  /** Returns the natural logarithm, element by element. */
  public Expr log() {
    return unary(new Log());
  }

  /** Returns {@code ln(1 + x)} without loss for small {@code x}, element by element. */
  public Expr log1p() {
    return unary(new Log1p());
  }

  /** Returns the sine, element by element. */
  public Expr sin() {
    return unary(new Sin());
  }

  /** Returns the cosine, element by element. */
  public Expr cos() {
    return unary(new Cos());
  }

  /** Returns the hyperbolic tangent, element by element. */
  public Expr tanh() {
    return unary(new Tanh());
  }

  /** Returns the error function {@code 2/√π·∫₀ˣ e^(−t²) dt}, element by element. */
  public Expr erf() {
    return unary(new Erf());
  }

  // ---------------- activations

  /** Returns {@code 1/(1 + e⁻ˣ)}, element by element. */
  public Expr sigmoid() {
    return unary(new Sigmoid());
  }

  /** Returns {@code max(x, 0)}, element by element. */
  public Expr relu() {
    return unary(new Relu());
  }

  /** Returns {@code x} where it is positive, else {@code slope·x}, element by element. */
  public Expr leakyRelu(double slope) {
    return unary(new LeakyRelu(slope));
  }

  /** Returns {@code x} where it is positive, else {@code α·(eˣ − 1)}, element by element. */
  public Expr elu(double alpha) {
    return unary(new Elu(alpha));
  }

  /**
   * Returns {@code x·Φ(x)} with the distribution function of the normal distribution, element by
   * element.
   */
  public Expr gelu() {
    return unary(new Gelu());
  }

  /** Returns {@code ln(1 + eˣ)} without overflow, element by element. */
  public Expr softplus() {
    return unary(new Softplus());
  }

  // ---------------- conversion

  /**
   * Returns this with its elements converted to another dtype; itself if it has that dtype. What
   * becomes of numbers that the other dtype lacks, says {@link Cast}.
   */
  public Expr cast(DType to) {
    return to == dtype() ? self() : unary(new Cast(to));
  }

  /** Returns this as a constant to whoever differentiates. */
  public Expr stopGradient() {
    return unary(new StopGradient());
  }
}
