// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;

/**
 * In training adds normal noise: {@code y = x + deviation·n}, each {@code n} of mean 0 and variance
 * 1; otherwise returns its input, {@code […] → […]} (Bishop 1995, <i>Training with Noise is
 * Equivalent to Tikhonov Regularization</i>).
 *
 * @param deviation the standard deviation of the noise
 */
public record GaussianNoise(double deviation) implements Layer {
  /**
   * Checks the deviation.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public GaussianNoise {
    Preconditions.checkArgument(
        deviation >= 0 && deviation < Double.POSITIVE_INFINITY,
        "gaussianNoise: the deviation must be finite and not negative: %s",
        deviation);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    if (!context.isStochastic() || deviation == 0) {
      return x;
    }
    return x.add(context.random().normal(x.type()).mul(deviation));
  }
}
