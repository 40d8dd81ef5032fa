// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;

/**
 * A loss times a weight, for the sum of several; see {@link Loss#weighted}.
 *
 * @param loss the loss
 * @param weight its weight
 */
public record ScaledLoss(Loss loss, double weight) implements Loss {
  /** Checks the weight. */
  public ScaledLoss {
    Preconditions.checkArgument(
        weight >= 0 && Double.isFinite(weight),
        "loss: the weight must not be negative, and be finite: %s",
        weight);
  }

  @Override
  public Expr apply(Expr prediction, Expr target) {
    return loss.apply(prediction, target).mul(weight);
  }

  @Override
  public RowLosses rows(Expr prediction, Expr target) {
    RowLosses rows = loss.rows(prediction, target);
    return new RowLosses(rows.losses().mul(weight), rows.shares());
  }

  @Override
  public void check(Tensor targets, Shape prediction) {
    loss.check(targets, prediction);
  }

  @Override
  public Expr classes(Expr prediction) {
    return loss.classes(prediction);
  }
}
