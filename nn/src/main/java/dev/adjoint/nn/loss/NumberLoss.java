// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.function.BinaryOperator;

/**
 * A loss of numbers, which takes no target that is not a number.
 *
 * @param name the name of the loss, for errors
 * @param function from predictions and targets to the loss
 * @param terms from predictions and targets to what it is the mean of, {@code [batch, …]}
 */
record NumberLoss(String name, BinaryOperator<Expr> function, BinaryOperator<Expr> terms)
    implements Loss {
  @Override
  public Expr apply(Expr prediction, Expr target) {
    return function.apply(prediction, target);
  }

  @Override
  public RowLosses rows(Expr prediction, Expr target) {
    return RowLosses.of(terms.apply(prediction, target));
  }

  @Override
  public void check(Tensor targets, Shape prediction) {
    Targets.check(
        name,
        targets,
        Double::isFinite,
        "must be a finite number; leave the row out, or replace the target");
  }
}
