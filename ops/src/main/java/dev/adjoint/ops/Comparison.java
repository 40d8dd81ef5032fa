// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.ops.op.elementwise.And;
import dev.adjoint.ops.op.elementwise.Equal;
import dev.adjoint.ops.op.elementwise.Greater;
import dev.adjoint.ops.op.elementwise.GreaterEqual;
import dev.adjoint.ops.op.elementwise.Less;
import dev.adjoint.ops.op.elementwise.LessEqual;
import dev.adjoint.ops.op.elementwise.Not;
import dev.adjoint.ops.op.elementwise.NotEqual;
import dev.adjoint.ops.op.elementwise.Or;

/**
 * The methods of {@link Expr} that compare element by element and combine truth values. {@link
 * Expr#where} chooses by them. Operands are broadcast by NumPy's rule.
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

  /** Returns where this is false. */
  default Expr not() {
    return Expr.apply(new Not(), self());
  }

  private Expr self() {
    return (Expr) this;
  }
}
