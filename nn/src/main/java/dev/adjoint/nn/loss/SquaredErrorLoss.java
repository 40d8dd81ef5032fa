// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.loss;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;

/** {@link Losses#meanSquaredError}, which takes no target that is not a number. */
record SquaredErrorLoss() implements Loss {
  @Override
  public Expr apply(Expr prediction, Expr target) {
    return Losses.meanSquaredError(prediction, target);
  }

  @Override
  public void check(Tensor targets, Shape prediction) {
    Targets.check(
        "meanSquaredError",
        targets,
        Double::isFinite,
        "must be a finite number; leave the row out, or replace the target");
  }
}
