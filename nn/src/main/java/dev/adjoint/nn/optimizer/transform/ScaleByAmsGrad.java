// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;

/**
 * Adam whose second moment never falls (Reddi, Kale and Kumar 2018, <i>On the Convergence of Adam
 * and Beyond</i>, algorithm 2): {@code m' = beta1·m + (1 − beta1)·g}, {@code v' = beta2·v + (1 −
 * beta2)·g²}, {@code w' = max(w, v')}, {@code s = m'/(√w' + epsilon)}.
 *
 * @param beta1 how much of the first moment is kept, in {@code [0, 1)}
 * @param beta2 how much of the second moment is kept, in {@code [0, 1)}
 * @param epsilon keeps steps finite where gradients vanish
 * @param form what is corrected for the moments' beginning at 0
 */
public record ScaleByAmsGrad(double beta1, double beta2, double epsilon, Form form)
    implements GradientTransform {
  /** How the moments are corrected for their beginning at 0. */
  public enum Form {
    /** Not at all, as the paper has it. */
    UNCORRECTED,
    /** After the maximum is taken, as in PyTorch and Keras. */
    CORRECTED_AFTER_MAXIMUM,
    /** Before the maximum is taken, as in optax. */
    CORRECTED_BEFORE_MAXIMUM
  }

  /** Checks the numbers. */
  public ScaleByAmsGrad {
    Preconditions.checkArgument(
        beta1 >= 0 && beta1 < 1, "amsgrad: beta1 must lie in [0, 1): %s", beta1);
    Preconditions.checkArgument(
        beta2 >= 0 && beta2 < 1, "amsgrad: beta2 must lie in [0, 1): %s", beta2);
    Preconditions.checkArgument(epsilon > 0, "amsgrad: epsilon must be positive: %s", epsilon);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return OptimizerState.none()
        .zeros("mean", parameters)
        .zeros("square", parameters)
        .zeros("maximum", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = state.get("mean").blend(beta1, 1 - beta1, g);
    PerParameter square = state.get("square").blend(beta2, 1 - beta2, g.map(Expr::square));
    PerParameter candidate =
        form == Form.CORRECTED_BEFORE_MAXIMUM ? square.scale(correction(beta2, state)) : square;
    PerParameter maximum = state.get("maximum").zip(candidate, Expr::maximum);
    PerParameter moment =
        form == Form.CORRECTED_AFTER_MAXIMUM ? maximum.scale(correction(beta2, state)) : maximum;
    PerParameter first = form == Form.UNCORRECTED ? mean : mean.scale(correction(beta1, state));
    return new Transformed(
        first.zip(moment, (m, v) -> m.div(v.sqrt().add(epsilon))),
        state.with("mean", mean).with("square", square).with("maximum", maximum));
  }

  /** Returns {@code 1/(1 − betaᵗ)} as F64. */
  private static Expr correction(double beta, OptimizerState state) {
    return Expr.constant(DType.F64, beta).pow(state.step().add(1)).rsub(1).rdiv(1);
  }
}
