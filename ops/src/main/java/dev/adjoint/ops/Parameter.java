// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;

/** A trainable variable, as an expression of its present value. */
public final class Parameter extends VariableExpr {
  private Parameter(Variable variable) {
    super(variable);
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
}
