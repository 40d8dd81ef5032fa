// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.Scalar;
import java.util.List;

/**
 * The derivative of an elementwise op by one of its inputs, itself an elementwise op: its body is
 * the op's {@link Elementwise#slope}.
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
    return op.slope(x, input);
  }

  /**
   * {@inheritDoc} A slope on bits has no derivative; that of the op's formula then stands for it.
   */
  @Override
  public Scalar formula(List<Scalar> x) {
    Scalar slope = op.slope(x, input);
    return ScalarDerivative.isOnBits(slope)
        ? ScalarDerivative.of(op.name(), op.formula(x), input)
        : slope;
  }
}
