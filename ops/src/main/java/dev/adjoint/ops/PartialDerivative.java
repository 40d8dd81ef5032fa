// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Scalar;
import java.util.List;

/**
 * The derivative of an elementwise op by one of its inputs, itself an elementwise op: its body is
 * derived from the op's body instruction by instruction.
 *
 * @param op the op
 * @param input the number of the input
 */
public record PartialDerivative(Elementwise op, int input) implements Elementwise {
  @Override
  public String name() {
    return "d" + input + "_" + op.name();
  }

  @Override
  public String parameters() {
    return op.parameters();
  }

  @Override
  public Scalar body(List<Scalar> x) {
    return ScalarDerivative.of(op.name(), op.body(x), input);
  }
}
