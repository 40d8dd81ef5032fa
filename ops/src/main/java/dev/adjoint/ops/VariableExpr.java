// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import java.util.List;

/** A variable, trained or not, as an expression of its present value. */
public abstract sealed class VariableExpr extends Expr permits Parameter, State {
  private final Variable variable;

  VariableExpr(Variable variable) {
    super(Node.of(new LeafOp.Read(variable), List.of()), 0);
    this.variable = variable;
  }

  /** Returns the variable that holds the value. */
  public final Variable variable() {
    return variable;
  }

  /** Returns the name to print. */
  public final String name() {
    return variable.name();
  }

  /** Returns a copy of the present value. */
  public final Tensor value() {
    return variable.value();
  }

  /**
   * Replaces the value.
   *
   * @throws dev.adjoint.graph.ShapeException if the type differs
   */
  public final void set(Tensor value) {
    variable.set(value);
  }

  /** Returns name, type and, unless it is large, value, such as {@code b: f32[2] = [0. 0.5]}. */
  @Override
  public final String toString() {
    String start = name() + ": " + type();
    if (shape().size() > Preview.MOST_ELEMENTS) {
      return start;
    }
    String value = value().toString();
    return start + (value.contains("\n") ? " =\n" : " = ") + value;
  }
}
