// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.op.elementwise.And;
import dev.adjoint.ops.op.elementwise.Equal;
import dev.adjoint.ops.op.elementwise.Greater;
import dev.adjoint.ops.op.elementwise.GreaterEqual;
import dev.adjoint.ops.op.elementwise.Less;
import dev.adjoint.ops.op.elementwise.LessEqual;
import dev.adjoint.ops.op.elementwise.Not;
import dev.adjoint.ops.op.elementwise.NotEqual;
import dev.adjoint.ops.op.elementwise.Or;
import dev.adjoint.ops.op.elementwise.Where;

/**
 * The methods of {@link Expr} that compare and choose element by element, in a file of their own
 * for its length, and what all elementwise methods share.
 */
abstract sealed class LogicExpr extends Value permits ElementwiseExpr {
  LogicExpr(Node node, int index) {
    super(node, index);
  }

  /** Returns where {@code this < b}, as BOOL. */
  public Expr less(Expr b) {
    return binary(new Less(), b);
  }

  /** Returns where {@code this < b}, as BOOL. */
  public Expr less(double b) {
    return binary(new Less(), b);
  }

  /** Returns where {@code this ≤ b}, as BOOL. */
  public Expr lessEqual(Expr b) {
    return binary(new LessEqual(), b);
  }

  /** Returns where {@code this ≤ b}, as BOOL. */
  public Expr lessEqual(double b) {
    return binary(new LessEqual(), b);
  }

  /** Returns where {@code this > b}, as BOOL. */
  public Expr greater(Expr b) {
    return binary(new Greater(), b);
  }

  /** Returns where {@code this > b}, as BOOL. */
  public Expr greater(double b) {
    return binary(new Greater(), b);
  }

  /** Returns where {@code this ≥ b}, as BOOL. */
  public Expr greaterEqual(Expr b) {
    return binary(new GreaterEqual(), b);
  }

  /** Returns where {@code this ≥ b}, as BOOL. */
  public Expr greaterEqual(double b) {
    return binary(new GreaterEqual(), b);
  }

  /** Returns where {@code this = b}, as BOOL. */
  public Expr equal(Expr b) {
    return binary(new Equal(), b);
  }

  /** Returns where {@code this = b}, as BOOL. */
  public Expr equal(double b) {
    return binary(new Equal(), b);
  }

  /** Returns where {@code this ≠ b}, as BOOL. */
  public Expr notEqual(Expr b) {
    return binary(new NotEqual(), b);
  }

  /** Returns where {@code this ≠ b}, as BOOL. */
  public Expr notEqual(double b) {
    return binary(new NotEqual(), b);
  }

  /** Returns where both this and {@code b} are true; bit by bit for integers. */
  public Expr and(Expr b) {
    return binary(new And(), b);
  }

  /** Returns where this or {@code b} is true; bit by bit for integers. */
  public Expr or(Expr b) {
    return binary(new Or(), b);
  }

  /** Returns where this is false. */
  public Expr not() {
    return unary(new Not());
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, Expr a, Expr b) {
    Shape common = Shape.broadcast("where", a.shape(), b.shape());
    common = Shape.broadcast("where", condition.shape(), common);
    return Expr.apply(
        new Where(), condition.broadcastTo(common), a.broadcastTo(common), b.broadcastTo(common));
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, Expr a, double b) {
    return where(condition, a, number("where", a, b));
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, double a, Expr b) {
    return where(condition, number("where", b, a), b);
  }

  // ---------------- inside

  /** Returns this as the one class that stands at the end of the chain. */
  final Expr self() {
    return (Expr) this;
  }

  final Expr unary(Op op) {
    return Expr.apply(op, self());
  }

  final Expr binary(Op op, Expr b) {
    Shape common = Shape.broadcast(op.name(), shape(), b.shape());
    return Expr.apply(op, self().broadcastTo(common), b.broadcastTo(common));
  }

  final Expr binary(Op op, double b) {
    return binary(op, number(op.name(), self(), b));
  }

  /** Returns a number as a scalar of the other operand's dtype. */
  static Expr number(String op, Expr other, double value) {
    DType dtype = other.dtype();
    Tensor scalar = Tensor.full(dtype, Shape.SCALAR, value);
    if (!dtype.isFloating() && scalar.item() != value) {
      throw new ShapeException(
          op,
          "%s is no %s, which the other operand holds: %s; cast that to a floating dtype"
              .formatted(value, dtype, other.type()));
    }
    return Expr.constant(scalar);
  }
}
