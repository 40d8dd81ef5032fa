// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

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
    /** After the maximum is taken, as in PyTorch. */
    CORRECTED_AFTER_MAXIMUM,
    /** After the maximum is taken and epsilon is added to its root, as in Keras. */
    CORRECTED_AFTER_EPSILON,
    /** Before the maximum is taken, as in optax. */
    CORRECTED_BEFORE_MAXIMUM
  }

  /** Checks the numbers. */
  public ScaleByAmsGrad {
    Moments.checkDecay("amsgrad", "beta1", beta1);
    Moments.checkDecay("amsgrad", "beta2", beta2);
    Moments.checkEpsilon("amsgrad", epsilon);
  }

  /** Returns this with other decay rates. */
  public ScaleByAmsGrad withBetas(double newBeta1, double newBeta2) {
    return new ScaleByAmsGrad(newBeta1, newBeta2, epsilon, form);
  }

  /** Returns this with another epsilon. */
  public ScaleByAmsGrad withEpsilon(double newEpsilon) {
    return new ScaleByAmsGrad(beta1, beta2, newEpsilon, form);
  }

  @Override
  public OptimizerState init(PerParameter parameters) {
    return Moments.both(parameters).zeros("maximum", parameters);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    PerParameter mean = Moments.first(state, beta1, g);
    PerParameter square = Moments.second(state, beta2, g);
    PerParameter candidate =
        form == Form.CORRECTED_BEFORE_MAXIMUM ? square.scale(correction(beta2, state)) : square;
    PerParameter maximum = state.get("maximum").zip(candidate, Expr::maximum);
    PerParameter moment =
        form == Form.CORRECTED_AFTER_MAXIMUM ? maximum.scale(correction(beta2, state)) : maximum;
    PerParameter first = form == Form.UNCORRECTED ? mean : mean.scale(correction(beta1, state));
    PerParameter divisor = moment.map(v -> v.sqrt().add(epsilon));
    if (form == Form.CORRECTED_AFTER_EPSILON) {
      divisor = divisor.scale(correction(beta2, state).sqrt());
    }
    return new Transformed(
        first.zip(divisor, Expr::div), Moments.next(state, mean, square).with("maximum", maximum));
  }

  /** Returns {@code 1/(1 − betaᵗ)} as F64. */
  private static Expr correction(double beta, OptimizerState state) {
    return Moments.complement(beta, state.step().add(1)).rdiv(1);
  }
}
