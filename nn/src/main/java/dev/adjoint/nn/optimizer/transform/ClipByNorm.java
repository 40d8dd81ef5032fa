// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;

/**
 * Shortens the gradient of each parameter by itself to a greatest length: {@code s =
 * g·most/max(‖g‖, most)}, as the {@code clipnorm} of Keras. The direction of all together does not
 * stay, as it does with {@link ClipByGlobalNorm}.
 *
 * @param most the greatest norm
 */
public record ClipByNorm(double most) implements GradientTransform {
  /** Checks the norm. */
  public ClipByNorm {
    Preconditions.checkArgument(most > 0, "clip: the norm must be positive: %s", most);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    return new Transformed(g.map(this::clipped), state);
  }

  private Expr clipped(Expr gradient) {
    return gradient.mul(gradient.square().sum().sqrt().maximum(most).rdiv(most));
  }
}
