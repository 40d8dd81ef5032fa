// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.elementwise.And;
import dev.adjoint.ops.op.elementwise.BitXor;
import dev.adjoint.ops.op.elementwise.Equal;
import dev.adjoint.ops.op.elementwise.Greater;
import dev.adjoint.ops.op.elementwise.GreaterEqual;
import dev.adjoint.ops.op.elementwise.IsFinite;
import dev.adjoint.ops.op.elementwise.IsInf;
import dev.adjoint.ops.op.elementwise.IsNan;
import dev.adjoint.ops.op.elementwise.Less;
import dev.adjoint.ops.op.elementwise.LessEqual;
import dev.adjoint.ops.op.elementwise.Not;
import dev.adjoint.ops.op.elementwise.NotEqual;
import dev.adjoint.ops.op.elementwise.Or;
import dev.adjoint.ops.op.elementwise.ShiftLeft;
import dev.adjoint.ops.op.elementwise.ShiftRight;

/**
 * The methods of {@link Expr} that compare element by element and combine truth values and bits.
 * {@link Expr#where} selects by such values. Operands are broadcast by NumPy's rule.
 */
public sealed interface Comparison permits Expr {
  /** Returns where {@code this < b}, as BOOL. */
  default Expr less(Expr b) {
    return Broadcasting.apply(new Less(), self(), b);
  }

  /** Returns where {@code this < b}, as BOOL. */
  default Expr less(double b) {
    return Broadcasting.apply(new Less(), self(), b);
  }

  /** Returns where {@code this ≤ b}, as BOOL. */
  default Expr lessEqual(Expr b) {
    return Broadcasting.apply(new LessEqual(), self(), b);
  }

  /** Returns where {@code this ≤ b}, as BOOL. */
  default Expr lessEqual(double b) {
    return Broadcasting.apply(new LessEqual(), self(), b);
  }

  /** Returns where {@code this > b}, as BOOL. */
  default Expr greater(Expr b) {
    return Broadcasting.apply(new Greater(), self(), b);
  }

  /** Returns where {@code this > b}, as BOOL. */
  default Expr greater(double b) {
    return Broadcasting.apply(new Greater(), self(), b);
  }

  /** Returns where {@code this ≥ b}, as BOOL. */
  default Expr greaterEqual(Expr b) {
    return Broadcasting.apply(new GreaterEqual(), self(), b);
  }

  /** Returns where {@code this ≥ b}, as BOOL. */
  default Expr greaterEqual(double b) {
    return Broadcasting.apply(new GreaterEqual(), self(), b);
  }

  /** Returns where {@code this = b}, as BOOL. */
  default Expr equal(Expr b) {
    return Broadcasting.apply(new Equal(), self(), b);
  }

  /** Returns where {@code this = b}, as BOOL. */
  default Expr equal(double b) {
    return Broadcasting.apply(new Equal(), self(), b);
  }

  /** Returns where {@code this ≠ b}, as BOOL. */
  default Expr notEqual(Expr b) {
    return Broadcasting.apply(new NotEqual(), self(), b);
  }

  /** Returns where {@code this ≠ b}, as BOOL. */
  default Expr notEqual(double b) {
    return Broadcasting.apply(new NotEqual(), self(), b);
  }

  /** Returns where both this and {@code b} are true; bit by bit for integers. */
  default Expr and(Expr b) {
    return Broadcasting.apply(new And(), self(), b);
  }

  /** Returns where this or {@code b} is true; bit by bit for integers. */
  default Expr or(Expr b) {
    return Broadcasting.apply(new Or(), self(), b);
  }

  /** Returns where this is false; bit by bit for integers. */
  default Expr not() {
    return Expr.apply(new Not(), self());
  }

  /** Returns where one of this and {@code b} is true but not both; bit by bit for integers. */
  default Expr xor(Expr b) {
    return Broadcasting.apply(new BitXor(), self(), b);
  }

  /** Returns this integer shifted left by a distance modulo its width. */
  default Expr shiftLeft(Expr b) {
    return Broadcasting.apply(new ShiftLeft(), self(), b);
  }

  /** Returns this integer shifted left by a distance modulo its width. */
  default Expr shiftLeft(int b) {
    return Broadcasting.apply(new ShiftLeft(), self(), b);
  }

  /** Returns this integer shifted right, keeping the sign. */
  default Expr shiftRight(Expr b) {
    return Broadcasting.apply(new ShiftRight(), self(), b);
  }

  /** Returns this integer shifted right, keeping the sign. */
  default Expr shiftRight(int b) {
    return Broadcasting.apply(new ShiftRight(), self(), b);
  }

  /** Returns where this is NaN, as BOOL. */
  default Expr isNan() {
    return Expr.apply(new IsNan(), self());
  }

  /** Returns where this is ∞ or −∞, as BOOL. */
  default Expr isInf() {
    return Expr.apply(new IsInf(), self());
  }

  /** Returns where this is neither infinite nor NaN, as BOOL. */
  default Expr isFinite() {
    return Expr.apply(new IsFinite(), self());
  }

  private Expr self() {
    return (Expr) this;
  }
}
