// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;

/**
 * A variable that is updated but not trained, as an expression of its present value: a running
 * mean, an optimizer's moment, the counter of a random generator.
 */
public final class State extends VariableExpr {
  private State(Variable variable) {
    super(variable);
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
}
