// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.AbstractList;
import java.util.List;

/** The inputs of a network; one that asks for more of them than there are is told so. */
final class NetworkInputs extends AbstractList<Expr> {
  private final List<Expr> inputs;

  NetworkInputs(List<Expr> inputs) {
    this.inputs = inputs;
  }

  @Override
  public Expr get(int index) {
    if (index < 0 || index >= inputs.size()) {
      throw new ShapeException(
          "network",
          "asks for input %s, there are %s: %s; give features for each input"
              .formatted(index, inputs.size(), inputs.stream().map(Expr::type).toList()));
    }
    return inputs.get(index);
  }

  @Override
  public int size() {
    return inputs.size();
  }
}
