// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.function.BinaryOperator;

/** A mean of terms; see {@link Loss#mean}. */
record MeanLoss(BinaryOperator<Expr> terms) implements Loss {
  @Override
  public Expr apply(Expr prediction, Expr target) {
    return checked(prediction, target).mean();
  }

  @Override
  public RowLosses rows(Expr prediction, Expr target) {
    return RowLosses.of(checked(prediction, target));
  }

  private Expr checked(Expr prediction, Expr target) {
    Expr all = terms.apply(prediction, target);
    if (all.shape().isScalar()
        || all.shape().dim(0) != prediction.shape().dim(0)
        || !all.dtype().isFloating()) {
      throw new ShapeException(
          "loss",
          "the terms must be floating, [batch, …], got %s of %s and %s; leave the mean to the loss"
              .formatted(all.type(), prediction.type(), target.type()));
    }
    return all;
  }
}
