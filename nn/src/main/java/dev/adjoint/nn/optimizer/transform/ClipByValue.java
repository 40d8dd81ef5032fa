// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer.transform;

import com.google.common.base.Preconditions;

/**
 * Brings each element of the gradients between {@code −bound} and {@code bound}.
 *
 * @param bound the greatest absolute value
 */
public record ClipByValue(double bound) implements GradientTransform {
  /** Checks the bound. */
  public ClipByValue {
    Preconditions.checkArgument(bound > 0, "clip: the bound must be positive: %s", bound);
  }

  @Override
  public Transformed update(PerParameter g, OptimizerState state, PerParameter parameters) {
    return new Transformed(g.map(gradient -> gradient.clamp(-bound, bound)), state);
  }
}
