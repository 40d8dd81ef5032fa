// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;

/**
 * Shortens all gradients together to a greatest length: {@code s = g·most/max(|g|, most)}, where
 * {@code |g|} is the norm of all elements of all gradients (Pascanu et al. 2013, <i>On the
 * Difficulty of Training Recurrent Neural Networks</i>, algorithm 1). The direction stays.
 *
 * @param most the greatest norm
 */
public record ClipByGlobalNorm(double most) implements GradientTransform {
  /** Checks the norm. */
  public ClipByGlobalNorm {
    Preconditions.checkArgument(most > 0, "clip: the norm must be positive: %s", most);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    Expr factor = g.globalNorm().maximum(most).rdiv(most);
    return new Transformed(g.scale(factor), state);
  }
}
