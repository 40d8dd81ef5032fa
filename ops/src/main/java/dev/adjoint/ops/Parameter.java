package dev.adjoint.ops;

import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import java.util.List;

/** A trainable variable, as an expression of its present value. */
public final class Parameter extends Expr {
  private final Variable variable;

  private Parameter(Variable variable) {
    super(Node.of(new LeafOp.Read(variable), List.of()), 0);
    this.variable = variable;
  }

  /**
   * Returns a new parameter.
   *
   * @param name the name to print
   * @param initial the first value, copied
   */
  public static Parameter of(String name, Tensor initial) {
    return new Parameter(new Variable(name, initial));
  }

  /** Returns where the value is kept. */
  public Variable variable() {
    return variable;
  }

  /** Returns the name to print. */
  public String name() {
    return variable.name();
  }

  /** Returns a copy of the present value. */
  public Tensor value() {
    return variable.value();
  }

  /**
   * Replaces the value.
   *
   * @throws dev.adjoint.graph.ShapeException if the type differs
   */
  public void set(Tensor value) {
    variable.set(value);
  }
}
