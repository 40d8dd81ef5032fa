// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.merge;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;

/** Checks what layers that merge are applied to. */
final class MergeChecks {
  private MergeChecks() {}

  /** Checks that there are two inputs at least, and each has an axis of examples. */
  static void several(String layer, List<Expr> inputs, int most) {
    if (inputs.size() < 2 || inputs.size() > most) {
      throw new ShapeException(
          layer,
          "merges %s inputs, got %s: %s"
              .formatted(most == 2 ? "two" : "two or more", inputs.size(), types(inputs)));
    }
    if (inputs.stream().anyMatch(input -> input.shape().isScalar())) {
      throw new ShapeException(
          layer, "takes inputs [batch, …], got %s; leave the batch".formatted(types(inputs)));
    }
  }

  /** Returns the types of expressions. */
  static List<TensorType> types(List<Expr> inputs) {
    return inputs.stream().map(Expr::type).toList();
  }
}
