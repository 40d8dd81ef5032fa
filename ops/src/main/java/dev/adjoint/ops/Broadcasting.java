// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;

/** Applies elementwise ops to operands of different shapes, and to plain numbers. */
final class Broadcasting {
  private Broadcasting() {}

  /** Returns an op applied to operands that are broadcast to one shape by NumPy's rule. */
  static Expr apply(Op op, Expr a, Expr b) {
    String name = op.name();
    Given.present(name, "the other operand", b, "give an expression or a number");
    Shape common = Shape.broadcast(name, a.shape(), b.shape());
    return Expr.apply(op, a.broadcastTo(common), b.broadcastTo(common));
  }

  /** Returns an op applied to an operand and a number of its dtype. */
  static Expr apply(Op op, Expr a, double b) {
    return apply(op, a, number(op.name(), a, b));
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
