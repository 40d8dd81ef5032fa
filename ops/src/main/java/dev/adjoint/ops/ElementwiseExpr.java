package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.op.Add;
import dev.adjoint.ops.op.Cast;
import dev.adjoint.ops.op.Exp;
import dev.adjoint.ops.op.Mul;

/**
 * The methods of {@link Expr} that work element by element, in a file of their own for its length.
 * Binary ones broadcast their operands by NumPy's rule.
 */
abstract sealed class ElementwiseExpr extends Value permits Expr {
  ElementwiseExpr(Node node, int index) {
    super(node, index);
  }

  /** Returns {@code this + b}. */
  public Expr add(Expr b) {
    return binary(new Add(), b);
  }

  /** Returns {@code this + b}. */
  public Expr add(double b) {
    return add(like(b));
  }

  /** Returns {@code this · b}, element by element. */
  public Expr mul(Expr b) {
    return binary(new Mul(), b);
  }

  /** Returns {@code this · b}, element by element. */
  public Expr mul(double b) {
    return mul(like(b));
  }

  /** Returns {@code eˣ}, element by element. */
  public Expr exp() {
    return unary(new Exp());
  }

  /** Returns this with its elements converted to another dtype; itself if it has that dtype. */
  public Expr cast(DType to) {
    return to == dtype() ? self() : unary(new Cast(to));
  }

  private Expr self() {
    return (Expr) this;
  }

  private Expr unary(Op op) {
    return Expr.apply(op, self());
  }

  private Expr binary(Op op, Expr b) {
    Shape common = Shape.broadcast(op.name(), shape(), b.shape());
    return Expr.apply(op, self().broadcastTo(common), b.broadcastTo(common));
  }

  /** Returns a number as a scalar of this expression's dtype. */
  private Expr like(double value) {
    return Expr.constant(dtype(), value);
  }
}
