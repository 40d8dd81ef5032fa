package dev.adjoint.ops;

import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import java.util.List;

/**
 * A variable that is updated but not trained, as an expression of its present value: a running
 * mean, an optimizer's moment, the counter of a random generator.
 */
public final class State extends Expr {
  private final Variable variable;

  private State(Variable variable) {
    super(Node.of(new LeafOp.Read(variable), List.of()), 0);
    this.variable = variable;
  }

  /**
   * Returns a new state.
   *
   * @param name the name to print
   * @param initial the first value, copied
   */
  public static State of(String name, Tensor initial) {
    return new State(new Variable(name, initial));
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
