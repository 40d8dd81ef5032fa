// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.Expr;
import java.util.Optional;

/** What metrics count, with weights of the examples or without. */
final class WeightedCounts {
  private WeightedCounts() {}

  /**
   * Returns 1 where a condition holds, or the weight of its row; else 0; F64.
   *
   * @param condition {@code [batch, …]}
   * @param weights {@code [batch]}
   */
  static Expr of(Expr condition, Optional<Expr> weights) {
    return weights
        .map(w -> Expr.where(condition, repeated(w, condition.shape()), 0))
        .orElseGet(() -> condition.cast(DType.F64));
  }

  /**
   * Returns the weight of its row for each element, F64.
   *
   * @param weights {@code [batch]}
   * @param shape {@code [batch, …]}
   */
  static Expr repeated(Expr weights, Shape shape) {
    Shape column = Shape.of(weights.shape().dim(0));
    while (column.rank() < shape.rank()) {
      column = column.insert(column.rank(), 1);
    }
    return weights.cast(DType.F64).reshape(column).broadcastTo(shape);
  }
}
