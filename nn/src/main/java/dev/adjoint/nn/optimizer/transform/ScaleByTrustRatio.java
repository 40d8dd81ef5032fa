// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;

/**
 * Gives the step of each parameter a length in proportion to that of the parameter: {@code s =
 * factor·‖p‖/‖g‖·g}, with norms over all elements, and {@code s = g} where either norm is 0 (You et
 * al. 2020, <i>Large Batch Optimization for Deep Learning</i>, algorithm 2).
 *
 * @param factor the length of a step beside that of the parameter
 */
public record ScaleByTrustRatio(double factor) implements GradientTransform {
  /** Checks the factor. */
  public ScaleByTrustRatio {
    Preconditions.checkArgument(factor > 0, "trust ratio: the factor must be positive: %s", factor);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    return new Transformed(
        g.zip(
            parameters,
            (step, p) -> {
              Expr ofStep = step.square().sum().sqrt();
              Expr ofParameter = p.square().sum().sqrt();
              Expr both = ofStep.mul(ofParameter).greater(0);
              Expr ratio = ofParameter.mul(factor).div(Expr.where(both, ofStep, 1));
              return step.mul(Expr.where(both, ratio, 1));
            }),
        state);
  }
}
